// What both codecs decode metrics to: the same values whether a point came as protobuf or as JSON.
import type { Attribute, Resource, Scope } from './model.ts';

/** AggregationTemporality of opentelemetry/proto/metrics/v1/metrics.proto. */
export type Temporality = 'unspecified' | 'delta' | 'cumulative';

/** A double as a number, NaN and the infinities included; an int64 as a bigint. */
export type PointNumber = number | bigint;

/** Times are Unix nanoseconds; a start of 0n is absent. */
interface Point {
  readonly attributes: readonly Attribute[];
  readonly startTimeUnixNano: bigint;
  readonly timeUnixNano: bigint;
  readonly flags: number;
}

export interface NumberPoint extends Point {
  /** null: the point names no value. */
  readonly value: PointNumber | null;
}

interface Distribution extends Point {
  readonly count: bigint;
  readonly sum: number | null;
}

export interface HistogramPoint extends Distribution {
  readonly min: number | null;
  readonly max: number | null;
  readonly bucketCounts: readonly bigint[];
  readonly explicitBounds: readonly number[];
}

export interface Buckets {
  readonly offset: number;
  readonly bucketCounts: readonly bigint[];
}

export interface ExponentialHistogramPoint extends Distribution {
  readonly min: number | null;
  readonly max: number | null;
  readonly scale: number;
  readonly zeroCount: bigint;
  readonly zeroThreshold: number;
  readonly positive: Buckets;
  readonly negative: Buckets;
}

export interface ValueAtQuantile {
  readonly quantile: number;
  readonly value: number;
}

export interface SummaryPoint extends Distribution {
  readonly quantileValues: readonly ValueAtQuantile[];
}

/** The data of a metric: its kind decides the shape of its points. */
export type MetricData =
  | { readonly kind: 'gauge'; readonly points: readonly NumberPoint[] }
  | {
      readonly kind: 'sum';
      readonly points: readonly NumberPoint[];
      readonly temporality: Temporality;
      readonly monotonic: boolean;
    }
  | {
      readonly kind: 'histogram';
      readonly points: readonly HistogramPoint[];
      readonly temporality: Temporality;
    }
  | {
      readonly kind: 'exponential_histogram';
      readonly points: readonly ExponentialHistogramPoint[];
      readonly temporality: Temporality;
    }
  | { readonly kind: 'summary'; readonly points: readonly SummaryPoint[] };

export type DataPoint = MetricData['points'][number];

export interface Metric {
  readonly name: string;
  readonly description: string;
  readonly unit: string;
  /** null: none of the kinds this version knows. */
  readonly data: MetricData | null;
}

export interface ScopeMetrics {
  readonly scope: Scope;
  readonly schemaUrl: string;
  readonly metrics: readonly Metric[];
}

export interface ResourceMetrics {
  readonly resource: Resource;
  readonly schemaUrl: string;
  readonly scopes: readonly ScopeMetrics[];
}

export const NO_BUCKETS: Buckets = { offset: 0, bucketCounts: [] };

const TEMPORALITIES: readonly Temporality[] = ['unspecified', 'delta', 'cumulative'];

/** A number that the enum does not know is unspecified, as an absent one is. */
export function temporalityOf(value: number): Temporality {
  return TEMPORALITIES[value] ?? 'unspecified';
}
