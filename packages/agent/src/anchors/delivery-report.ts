// Counts and logs what becomes of anchors: a kind of place and a code, never a tenant, a note or an answer.
import type { Logger } from '../logging.ts';
import type { AgentMetrics } from '../metrics.ts';
import { AnchorError, type AnchorPlace } from './anchor.ts';
import type { WaitingAnchor } from './waiting-line.ts';

export interface DeliveryReportDeps {
  readonly place: Pick<AnchorPlace, 'kind'>;
  readonly metrics: Pick<AgentMetrics, 'anchors' | 'anchoredRows'>;
  readonly logger: Logger;
}

export function createDeliveryReport({ place: { kind }, metrics, logger }: DeliveryReportDeps) {
  const sizes = new Map<string, number>();
  let failing = false;
  return {
    delivered({ anchor, size }: WaitingAnchor): void {
      metrics.anchors.inc({ kind, outcome: 'delivered' });
      metrics.anchoredRows.inc({ kind }, size - (sizes.get(anchor.tenant) ?? 0));
      sizes.set(anchor.tenant, size);
      if (failing) logger.info('anchors are kept again', { kind });
      failing = false;
    },
    failed(error: unknown): void {
      metrics.anchors.inc({ kind, outcome: 'failed' });
      // Once for each time it begins: it is tried again for as long as it takes.
      if (!failing) logger.error('an anchor was not kept', { kind, code: codeOf(error) });
      failing = true;
    },
    dropped: () => metrics.anchors.inc({ kind, outcome: 'dropped' }),
  };
}

function codeOf(error: unknown): string {
  if (error instanceof AnchorError) return error.code;
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : 'unexpected';
}
