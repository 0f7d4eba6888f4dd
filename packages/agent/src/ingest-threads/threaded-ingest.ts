// Every signal on one pool of threads, as the ports of the OTLP plugin.
import type { AuditWriter, MetricWriter } from '@governance-agent/audit-core';
import type { IngestPorts } from '@governance-agent/otel-ingest';
import { createIngestPool } from './ingest-pool.ts';
import { createThreadedCount } from './threaded-count.ts';
import { createThreadedLogs } from './threaded-logs.ts';
import { createThreadedMetrics } from './threaded-metrics.ts';
import type { ThreadSetup } from './work.ts';

export interface ThreadedIngestDeps {
  readonly setup: ThreadSetup;
  /** 1 or more. */
  readonly threads: number;
  readonly logs: Pick<AuditWriter, 'appendPrepared'>;
  readonly metrics: Pick<MetricWriter, 'appendPrepared'>;
  readonly withheld: (reason: string, count: number) => void;
}

export interface ThreadedIngest {
  readonly ports: Required<Pick<IngestPorts, 'ingestLogs' | 'ingestMetrics' | 'countRecords'>>;
  /** Ends the threads: after the last answer. */
  close(): Promise<void>;
}

export function createThreadedIngest(deps: ThreadedIngestDeps): ThreadedIngest {
  const { withheld } = deps;
  const pool = createIngestPool(deps);
  const ports = {
    ingestLogs: createThreadedLogs({ pool, sink: deps.logs, withheld }),
    ingestMetrics: createThreadedMetrics({ pool, sink: deps.metrics, withheld }),
    countRecords: createThreadedCount(pool),
  };
  return { ports, close: () => pool.close() };
}
