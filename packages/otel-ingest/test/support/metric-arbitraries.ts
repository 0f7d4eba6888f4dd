// Arbitrary metrics requests as OTLP/JSON: every kind, every optional field there or not.
import fc from 'fast-check';
import { attributes, droppedAttributesCount, fixed64, int64, text } from './otlp-arbitraries.ts';

/** Most times are in range, as points without a time of their own are rejected. */
const time = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.bigInt({ min: 978_307_200_000_000_000n, max: 9_999_999_999_999_999_999n }).map(String),
  },
  fixed64,
);
const double = fc.oneof(
  { weight: 4, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }) },
  fc.constantFrom('NaN', 'Infinity', '-Infinity'),
);
const counts = fc.array(fixed64, { maxLength: 4 });
const shared = { attributes, startTimeUnixNano: time, timeUnixNano: time, flags: fc.nat(3) };

const numberPoint = fc
  .tuple(
    fc.record({
      ...shared,
      exemplars: fc.array(fc.record({ timeUnixNano: fixed64, asDouble: double }), { maxLength: 1 }),
    }),
    fc.oneof(
      double.map((asDouble) => ({ asDouble })),
      int64.map((asInt) => ({ asInt })),
      fc.constant({}),
    ),
  )
  .map(([point, value]) => ({ ...point, ...value }));

const REQUIRED = ['attributes', 'timeUnixNano', 'count'] as const;
const distribution = { ...shared, count: fixed64, sum: double, min: double, max: double };
const histogramPoint = fc.record(
  { ...distribution, bucketCounts: counts, explicitBounds: fc.array(double, { maxLength: 4 }) },
  { requiredKeys: [...REQUIRED] },
);
const buckets = fc.record({
  offset: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  bucketCounts: counts,
});
const exponentialPoint = fc.record(
  {
    ...distribution,
    scale: fc.integer({ min: -10, max: 20 }),
    zeroCount: fixed64,
    zeroThreshold: double,
    positive: buckets,
    negative: buckets,
  },
  { requiredKeys: [...REQUIRED] },
);
const summaryPoint = fc.record({
  ...shared,
  count: fixed64,
  sum: double,
  quantileValues: fc.array(fc.record({ quantile: double, value: double }), { maxLength: 3 }),
});

const aggregationTemporality = fc.nat(2);
const listOf = <T>(point: fc.Arbitrary<T>) => fc.array(point, { maxLength: 3 });
const data = fc.oneof(
  fc.record({ gauge: fc.record({ dataPoints: listOf(numberPoint) }) }),
  fc.record({
    sum: fc.record({ dataPoints: listOf(numberPoint), aggregationTemporality, isMonotonic: fc.boolean() }),
  }),
  fc.record({ histogram: fc.record({ dataPoints: listOf(histogramPoint), aggregationTemporality }) }),
  fc.record({
    exponentialHistogram: fc.record({ dataPoints: listOf(exponentialPoint), aggregationTemporality }),
  }),
  fc.record({ summary: fc.record({ dataPoints: listOf(summaryPoint) }) }),
  fc.constant({}),
);
const metric = fc
  .tuple(fc.record({ name: text, description: text, unit: text }), data)
  .map(([names, of]) => ({ ...names, ...of }));

const scopeMetrics = fc.record({
  scope: fc.record({ name: text, version: text, attributes, droppedAttributesCount }),
  metrics: fc.array(metric, { maxLength: 3 }),
  schemaUrl: text,
});

export const metricsRequest = fc.record({
  resourceMetrics: fc.array(
    fc.record({
      resource: fc.record({ attributes, droppedAttributesCount }),
      scopeMetrics: fc.array(scopeMetrics, { maxLength: 2 }),
      schemaUrl: text,
    }),
    { maxLength: 2 },
  ),
});
