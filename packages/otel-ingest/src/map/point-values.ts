// A decoded data point as the store takes it: numbers, none of which can break a sum.
import type { MetricDistribution, MetricPoint } from '@governance-agent/audit-core';
import type {
  DataPoint,
  ExponentialHistogramPoint,
  HistogramPoint,
  NumberPoint,
  PointNumber,
  SummaryPoint,
} from '../decode/metrics-model.ts';
import { isSane } from '../decode/time-range.ts';

/** DataPointFlags of opentelemetry/proto/metrics/v1/metrics.proto. */
const NO_RECORDED_VALUE = 1;
/** Beyond this, a hundred million values could add up to infinity. */
const LARGEST = 1e290;

type Numbers = Pick<MetricPoint, 'value' | 'exact' | 'observations' | 'lowest' | 'highest' | 'distribution'>;

const NOTHING: Numbers = {
  value: null,
  exact: null,
  observations: null,
  lowest: null,
  highest: null,
  distribution: null,
};

/** @param point with a time in range, as decoding asks; a start out of range counts as absent. */
export function pointValues(point: DataPoint): MetricPoint {
  const { startTimeUnixNano, timeUnixNano, flags } = point;
  const start = isSane(startTimeUnixNano) ? startTimeUnixNano : 0n;
  const numbers = (flags & NO_RECORDED_VALUE) === 0 ? numbersOf(point) : NOTHING;
  return { startTime: start.toString(), time: timeUnixNano.toString(), ...numbers, flags };
}

function numbersOf(point: DataPoint): Numbers {
  if ('value' in point) return numberOf(point);
  if ('scale' in point) return { ...distributionOf(point), distribution: exponentialBuckets(point) };
  if ('quantileValues' in point)
    return { ...distributionOf(point), distribution: { quantiles: quantilesOf(point) } };
  return { ...distributionOf(point), distribution: explicitBuckets(point) };
}

function numberOf({ value }: NumberPoint): Numbers {
  if (value === null) return NOTHING;
  const number = countable(Number(value));
  return { ...NOTHING, value: number, exact: exactText(value, number) };
}

function exactText(value: PointNumber, number: number | null): string | null {
  return typeof value === 'bigint' || number === null ? String(value) : null;
}

function distributionOf(point: HistogramPoint | ExponentialHistogramPoint | SummaryPoint): Numbers {
  const lowest = 'min' in point ? point.min : null;
  const highest = 'max' in point ? point.max : null;
  return {
    ...NOTHING,
    value: countable(point.sum),
    exact: point.sum !== null && countable(point.sum) === null ? String(point.sum) : null,
    observations: Number(point.count),
    lowest: countable(lowest),
    highest: countable(highest),
  };
}

function explicitBuckets({ explicitBounds, bucketCounts }: HistogramPoint): MetricDistribution {
  return { bounds: explicitBounds.map(countable), counts: bucketCounts.map(String) };
}

function exponentialBuckets(point: ExponentialHistogramPoint): MetricDistribution {
  const { scale, zeroCount, zeroThreshold, positive, negative } = point;
  return {
    scale,
    zeroCount: zeroCount.toString(),
    zeroThreshold: countable(zeroThreshold),
    positive: { offset: positive.offset, counts: positive.bucketCounts.map(String) },
    negative: { offset: negative.offset, counts: negative.bucketCounts.map(String) },
  };
}

function quantilesOf({ quantileValues }: SummaryPoint): NonNullable<MetricDistribution['quantiles']> {
  return quantileValues.map(({ quantile, value }) => [countable(quantile), countable(value)] as const);
}

/** null for NaN, the infinities and what is too large to be added to anything. */
function countable(value: number | null): number | null {
  return value !== null && Math.abs(value) <= LARGEST ? value : null;
}
