// The distribution of a stored point, read back: fractions stand in it as decimal text (metric-rows.ts).
import type { MetricDistribution } from './metric-series.ts';

type StoredNumber = number | string | null;
type StoredBuckets = NonNullable<MetricDistribution['positive']>;

/** As `distributionText` wrote it. */
interface Stored {
  readonly bounds?: readonly StoredNumber[];
  readonly counts?: readonly string[];
  readonly scale?: number;
  readonly zeroCount?: string;
  readonly zeroThreshold?: StoredNumber;
  readonly positive?: StoredBuckets;
  readonly negative?: StoredBuckets;
  readonly quantiles?: readonly (readonly [quantile: StoredNumber, value: StoredNumber])[];
}

export function storedDistribution(text: string): MetricDistribution {
  const { bounds, zeroThreshold, quantiles, ...same } = JSON.parse(text) as Stored;
  return {
    ...same,
    ...(bounds && { bounds: bounds.map(numberOf) }),
    ...(zeroThreshold !== undefined && { zeroThreshold: numberOf(zeroThreshold) }),
    ...(quantiles && {
      quantiles: quantiles.map(([quantile, value]) => [numberOf(quantile), numberOf(value)] as const),
    }),
  };
}

function numberOf(stored: StoredNumber): number | null {
  return stored === null ? null : Number(stored);
}
