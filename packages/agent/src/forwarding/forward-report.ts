// Counts and logs what becomes of rows that are sent on: a destination's name and a code, never a tenant or content.
import type { Logger } from '../logging.ts';
import type { AgentMetrics } from '../metrics.ts';

export interface ForwardReport {
  delivered(rows: number, rejected: number): void;
  /** One row that the destination will never take. */
  skipped(reason: string): void;
  /** An attempt that is repeated. */
  failed(reason: string): void;
  waiting(rows: number): void;
}

export interface ForwardReportDeps {
  readonly metrics: Pick<AgentMetrics, 'forwarded' | 'forwardFailures' | 'forwardLag'>;
  readonly logger: Logger;
}

export function createForwardReport(
  destination: string,
  { metrics, logger }: ForwardReportDeps,
): ForwardReport {
  const { forwarded, forwardFailures, forwardLag } = metrics;
  let failing = false;
  return {
    delivered(rows, rejected) {
      forwarded.inc({ destination, outcome: 'delivered' }, rows - rejected);
      if (rejected > 0) forwarded.inc({ destination, outcome: 'rejected' }, rejected);
      if (failing) logger.info('forwarding goes on', { destination });
      failing = false;
    },
    skipped(reason) {
      forwarded.inc({ destination, outcome: 'skipped' });
      logger.error('a row was not taken and is not sent again', { destination, reason });
    },
    failed(reason) {
      forwardFailures.inc({ destination, reason });
      // Once for each time it begins: it is tried again for as long as it takes.
      if (!failing) logger.error('rows cannot be sent on; they wait', { destination, reason });
      failing = true;
    },
    waiting: (rows) => forwardLag.set({ destination }, rows),
  };
}
