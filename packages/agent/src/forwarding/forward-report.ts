// Counts and logs what becomes of rows and points that are sent on: a destination's name and a code, never a tenant or
// content.
import type { Logger } from '../logging.ts';
import type { AgentMetrics } from '../metrics.ts';
import type { ForwardSignal } from './destination.ts';

export interface ForwardReport {
  delivered(items: number, rejected: number): void;
  /** One row or point that the destination will never take. */
  skipped(reason: string): void;
  /** An attempt that is repeated. */
  failed(reason: string): void;
  waiting(items: number): void;
}

export interface ForwardReportDeps {
  readonly metrics: Pick<AgentMetrics, 'forwarded' | 'forwardFailures' | 'forwardLag'>;
  readonly logger: Logger;
}

export function createForwardReport(
  labels: { readonly destination: string; readonly signal: ForwardSignal },
  { metrics, logger }: ForwardReportDeps,
): ForwardReport {
  const { forwarded, forwardFailures, forwardLag } = metrics;
  const [one, many] = labels.signal === 'logs' ? ['a row', 'rows'] : ['a metric point', 'metric points'];
  let failing = false;
  return {
    delivered(items, rejected) {
      forwarded.inc({ ...labels, outcome: 'delivered' }, items - rejected);
      if (rejected > 0) forwarded.inc({ ...labels, outcome: 'rejected' }, rejected);
      if (failing) logger.info('forwarding goes on', labels);
      failing = false;
    },
    skipped(reason) {
      forwarded.inc({ ...labels, outcome: 'skipped' });
      logger.error(`${one} was not taken and is not sent again`, { ...labels, reason });
    },
    failed(reason) {
      forwardFailures.inc({ ...labels, reason });
      // Once for each time it begins: it is tried again for as long as it takes.
      if (!failing) logger.error(`${many} cannot be sent on; they wait`, { ...labels, reason });
      failing = true;
    },
    waiting: (items) => forwardLag.set(labels, items),
  };
}
