// What decoding a metrics request yields, for both codecs. A record is a data point.
import type { DecodeBudget } from './budget.ts';
import type { Decoded } from './decoded.ts';
import type { ResourceMetrics } from './metrics-model.ts';

export interface DecodedMetrics extends Decoded {
  readonly resourceMetrics: readonly ResourceMetrics[];
}

export function decodedMetrics(
  resourceMetrics: readonly ResourceMetrics[],
  { records, rejectedRecords, surplusAttributes, violations }: DecodeBudget,
): DecodedMetrics {
  return {
    resourceMetrics,
    records: records - rejectedRecords,
    rejectedRecords,
    surplusAttributes,
    violations,
  };
}
