// The data points of each kind of metric in OTLP/JSON.
import type { DecodeBudget } from '../budget.ts';
import type {
  Buckets,
  ExponentialHistogramPoint,
  HistogramPoint,
  NumberPoint,
  SummaryPoint,
  ValueAtQuantile,
} from '../metrics-model.ts';
import { attributesFromJson } from './attributes.ts';
import { field, objectField, uint32Field, uint64Field, type JsonFields } from './fields.ts';
import { doubleField, int32Field, int64Field, numberList } from './number-fields.ts';

export function numberPoint(point: JsonFields, budget: DecodeBudget): NumberPoint {
  const value = int64Field(field(point, 'asInt', 'as_int'));
  return { ...shared(point, budget), value: value ?? doubleField(field(point, 'asDouble', 'as_double')) };
}

export function histogramPoint(point: JsonFields, budget: DecodeBudget): HistogramPoint {
  const counts = field(point, 'bucketCounts', 'bucket_counts');
  const bounds = field(point, 'explicitBounds', 'explicit_bounds');
  return {
    ...shared(point, budget),
    ...distribution(point),
    bucketCounts: numberList(counts, 'bucketCounts', budget, uint64Field),
    explicitBounds: numberList(bounds, 'explicitBounds', budget, zeroOrDouble),
  };
}

export function exponentialHistogramPoint(
  point: JsonFields,
  budget: DecodeBudget,
): ExponentialHistogramPoint {
  return {
    ...shared(point, budget),
    ...distribution(point),
    scale: int32Field(field(point, 'scale')),
    zeroCount: uint64Field(field(point, 'zeroCount', 'zero_count')),
    zeroThreshold: zeroOrDouble(field(point, 'zeroThreshold', 'zero_threshold')),
    positive: buckets(field(point, 'positive'), budget),
    negative: buckets(field(point, 'negative'), budget),
  };
}

export function summaryPoint(point: JsonFields, budget: DecodeBudget): SummaryPoint {
  const values = field(point, 'quantileValues', 'quantile_values');
  return {
    ...shared(point, budget),
    count: uint64Field(field(point, 'count')),
    sum: zeroOrDouble(field(point, 'sum')),
    quantileValues: numberList(values, 'quantileValues', budget, valueAtQuantile),
  };
}

function shared(point: JsonFields, budget: DecodeBudget) {
  return {
    attributes: attributesFromJson(point, budget).attributes,
    startTimeUnixNano: uint64Field(field(point, 'startTimeUnixNano', 'start_time_unix_nano')),
    timeUnixNano: uint64Field(field(point, 'timeUnixNano', 'time_unix_nano')),
    flags: uint32Field(field(point, 'flags')),
  };
}

function distribution(point: JsonFields) {
  return {
    count: uint64Field(field(point, 'count')),
    sum: doubleField(field(point, 'sum')),
    min: doubleField(field(point, 'min')),
    max: doubleField(field(point, 'max')),
  };
}

function buckets(value: unknown, budget: DecodeBudget): Buckets {
  const fields = objectField(value, 'buckets');
  const counts = field(fields, 'bucketCounts', 'bucket_counts');
  return {
    offset: int32Field(field(fields, 'offset')),
    bucketCounts: numberList(counts, 'bucketCounts', budget, uint64Field),
  };
}

function valueAtQuantile(value: unknown): ValueAtQuantile {
  const fields = objectField(value, 'quantileValues[]');
  return { quantile: zeroOrDouble(field(fields, 'quantile')), value: zeroOrDouble(field(fields, 'value')) };
}

const zeroOrDouble = (value: unknown): number => doubleField(value) ?? 0;
