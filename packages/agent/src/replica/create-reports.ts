// Where reports are read, as the settings say: from the store, or from a replica of it with the store to fall back on.
import { openReadCopy, type Clock, type Database } from '@governance-agent/audit-core';
import type { Settings } from '../config/settings.ts';
import type { Logger } from '../logging.ts';
import type { AgentMetrics } from '../metrics.ts';
import { createReplicaMonitor } from './replica-monitor.ts';
import { createReportReader, readsFrom, type ReportReader } from './report-reader.ts';

export interface Reports {
  readonly reader: ReportReader;
  /** Resolves when it is known whether the replica may be read. */
  start(): Promise<void>;
  /** For readiness; undefined: no replica is set. */
  readonly state: () => string | undefined;
  close(): Promise<void>;
}

export interface ReportsDeps {
  readonly settings: Pick<Settings, 'databaseReadUrl'>;
  readonly database: Database;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly metrics: Pick<AgentMetrics, 'reportReads'>;
}

export function createReports({ settings, database, metrics, ...rest }: ReportsDeps): Reports {
  const { databaseReadUrl: url } = settings;
  if (url === undefined) return reportsOf(database);
  const replica = openReadCopy(url);
  const monitor = createReplicaMonitor({ primary: database, replica, ...rest });
  const counted = (from: 'replica' | 'primary'): void => metrics.reportReads.inc({ from });
  return {
    reader: createReportReader({ primary: database, replica, monitor, counted }),
    start: () => monitor.start(),
    state: () => (monitor.state() === 'following' ? 'replica' : `primary, replica ${monitor.state()}`),
    close: () => {
      monitor.close();
      replica.cut();
      return replica.close();
    },
  };
}

function reportsOf(database: Database): Reports {
  const nothing = (): Promise<void> => Promise.resolve();
  return { reader: readsFrom(database), start: nothing, state: () => undefined, close: nothing };
}
