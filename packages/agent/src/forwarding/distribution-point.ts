// Stored distributions as OTLP has them: the opposite of otel-ingest's map/point-values.ts.
import type { ArrivedPoint, MetricDistribution } from '@governance-agent/audit-core';
import type { ExponentialHistogramPoint, HistogramPoint, SummaryPoint } from '@governance-agent/otel-ingest';
import { pointFacts } from './point-facts.ts';

const LARGEST_COUNT = 2n ** 64n - 1n;

export function histogramPoint(point: ArrivedPoint): HistogramPoint {
  const { bounds = [], counts = [] } = point.distribution ?? {};
  return {
    ...distributionFacts(point),
    ...extremes(point),
    bucketCounts: counts.map(BigInt),
    explicitBounds: bounds.map(uncountable),
  };
}

export function exponentialPoint(point: ArrivedPoint): ExponentialHistogramPoint {
  const { scale = 0, zeroCount = '0', zeroThreshold = 0, positive, negative } = point.distribution ?? {};
  return {
    ...distributionFacts(point),
    ...extremes(point),
    scale,
    zeroCount: BigInt(zeroCount),
    zeroThreshold: uncountable(zeroThreshold),
    positive: bucketsOf(positive),
    negative: bucketsOf(negative),
  };
}

export function summaryPoint(point: ArrivedPoint): SummaryPoint {
  const { quantiles = [] } = point.distribution ?? {};
  const quantileValues = quantiles.map(([quantile, value]) => ({
    quantile: quantile ?? Number.NaN,
    value: value ?? Number.NaN,
  }));
  return { ...distributionFacts(point), quantileValues };
}

function distributionFacts(point: ArrivedPoint) {
  const { value, exact, observations } = point;
  const count = BigInt(observations ?? 0);
  return {
    ...pointFacts(point),
    // Counts are stored as doubles, which round the largest one up.
    count: count > LARGEST_COUNT ? LARGEST_COUNT : count,
    sum: value ?? (exact === null ? null : Number(exact)),
  };
}

function extremes({ lowest, highest }: ArrivedPoint) {
  return { min: lowest, max: highest };
}

function bucketsOf(buckets: MetricDistribution['positive']) {
  return { offset: buckets?.offset ?? 0, bucketCounts: (buckets?.counts ?? []).map(BigInt) };
}

/** What was too large to be stored. */
function uncountable(bound: number | null): number {
  return bound ?? Number.POSITIVE_INFINITY;
}
