// Every kind of metric. A backend may have no place for a kind; then it says so in a partial_success, not in a refusal.
import { status } from '../judge/checks.ts';
import { sends, type Judge } from '../judge/judge.ts';
import { CUMULATIVE, DELTA, oneGauge, oneMetric, point } from '../messages/metrics.ts';
import { message } from '../messages/plans.ts';
import type { CaseGroup, ConformanceCase, Facts } from '../model.ts';
import type { Codec } from '../signal.ts';
import { METRICS_PROTO, PROTO3_JSON } from '../sources.ts';
import type { Source } from '../sources.ts';
import { rule } from './rule.ts';

const reads = (request: (facts: Facts) => object, codec: Codec = 'protobuf'): Judge =>
  sends(message('metrics', codec, request), status(200));
const kind = (number: number, title: string, judge: Judge, source: Source = METRICS_PROTO): ConformanceCase =>
  rule(number, 'MUST', source, title, judge, 'metrics');

const sum = (aggregationTemporality: number, isMonotonic: boolean) => (facts: Facts) =>
  oneMetric(facts, {
    sum: { dataPoints: [point(facts, { asInt: '7' })], aggregationTemporality, isMonotonic },
  });
const HISTOGRAM = {
  count: '6',
  sum: 21.5,
  bucketCounts: ['1', '2', '3'],
  explicitBounds: [1, 5],
  min: 0.5,
  max: 9,
};
const histogram = (facts: Facts) =>
  oneMetric(facts, {
    histogram: { dataPoints: [point(facts, HISTOGRAM)], aggregationTemporality: DELTA },
  });
const EXPONENTIAL = {
  count: '5',
  sum: 12,
  scale: -1,
  zeroCount: '1',
  zeroThreshold: 0.001,
  positive: { offset: -2, bucketCounts: ['1', '0', '2'] },
  negative: { offset: 0, bucketCounts: ['1'] },
};
const exponential = (facts: Facts) =>
  oneMetric(facts, {
    exponentialHistogram: { dataPoints: [point(facts, EXPONENTIAL)], aggregationTemporality: CUMULATIVE },
  });
const QUANTILES = [
  { quantile: 0, value: 1 },
  { quantile: 0.5, value: 2 },
  { quantile: 1, value: 3 },
];
const summary = (facts: Facts) =>
  oneMetric(facts, {
    summary: { dataPoints: [point(facts, { count: '3', sum: 6, quantileValues: QUANTILES })] },
  });
const exemplar = (facts: Facts): object => ({
  asDouble: 1.5,
  exemplars: [{ timeUnixNano: facts.now, asDouble: 1.5, spanId: 'eee19b7ec3c1b174' }],
});
const NO_RECORDED_VALUE = 1;

export const METRICS: CaseGroup = {
  name: 'Metrics',
  cases: [
    kind(
      751,
      'Gauge of an integer',
      reads((facts) => oneGauge(facts, { asInt: '-3' })),
    ),
    kind(
      752,
      'Gauge that is infinite',
      reads((facts) => oneGauge(facts, { asDouble: Infinity })),
    ),
    kind(753, 'Sum, delta, monotonic', reads(sum(DELTA, true))),
    kind(754, 'Sum, cumulative, up and down', reads(sum(CUMULATIVE, false))),
    kind(755, 'Histogram with bounds, min and max', reads(histogram)),
    kind(756, 'Histogram in JSON, counts as text', reads(histogram, 'json'), PROTO3_JSON),
    kind(757, 'Exponential histogram', reads(exponential)),
    kind(758, 'Exponential histogram in JSON', reads(exponential, 'json'), PROTO3_JSON),
    kind(759, 'Summary', reads(summary)),
    kind(
      760,
      'A point with an exemplar',
      reads((facts) => oneGauge(facts, exemplar(facts))),
    ),
    kind(
      761,
      'A point without a recorded value',
      reads((facts) => oneGauge(facts, { flags: NO_RECORDED_VALUE })),
    ),
    kind(
      762,
      'A metric without data',
      reads((facts) => oneMetric(facts, {})),
    ),
  ],
};
