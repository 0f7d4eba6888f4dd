// What a plane reports of one metric series: what names it, not yet masked, and its points.
import type { JsonObject } from '@governance-agent/policy-engine';

export type MetricKind = 'gauge' | 'sum' | 'histogram' | 'exponential_histogram' | 'summary';

export const METRIC_KINDS: readonly MetricKind[] = [
  'gauge',
  'sum',
  'histogram',
  'exponential_histogram',
  'summary',
];

/** How the points of a series relate in time; gauges have none. */
export type MetricTemporality = 'unspecified' | 'delta' | 'cumulative';

/**
 * One point: numbers and times only, so there is nothing in it to mask. Times are Unix nanoseconds as decimal text.
 */
export interface MetricPoint {
  /** `0`: the sender does not say when it began to count. */
  readonly startTime: string;
  readonly time: string;
  /** The number of a sum or gauge, the sum of a distribution. null: none recorded, or none that can be added. */
  readonly value: number | null;
  /** The integer as sent, where `value` came as one; `NaN`, `Infinity`, `-Infinity` or a huge number where `value` is null. */
  readonly exact: string | null;
  /** How many observations a distribution holds. */
  readonly observations: number | null;
  readonly lowest: number | null;
  readonly highest: number | null;
  /** Buckets or quantiles as they were sent; null for sums and gauges. */
  readonly distribution: MetricDistribution | null;
  /** DataPointFlags. */
  readonly flags: number;
}

/** Counts are decimal text, as they go up to 2^64. */
export interface MetricDistribution {
  readonly bounds?: readonly (number | null)[];
  readonly counts?: readonly string[];
  readonly scale?: number;
  readonly zeroCount?: string;
  readonly zeroThreshold?: number | null;
  readonly positive?: { readonly offset: number; readonly counts: readonly string[] };
  readonly negative?: { readonly offset: number; readonly counts: readonly string[] };
  readonly quantiles?: readonly (readonly [quantile: number | null, value: number | null])[];
}

/**
 * One series and the points of it that a request brought. It has no org, tenant or dataset: those come from the
 * credential. Identity fields are claims of the client.
 */
export interface MetricSeries {
  /** From `metricIdentity()`, over raw values before masking: two series never become one because they were masked. */
  readonly identity: string;
  readonly plane: string;
  readonly name: string;
  readonly unit: string;
  readonly description: string;
  readonly kind: MetricKind;
  readonly temporality: MetricTemporality;
  /** Whether a sum only ever grows. */
  readonly monotonic: boolean;
  readonly sessionId: string | null;
  readonly userEmail: string | null;
  readonly userId: string | null;
  readonly userAccountUuid: string | null;
  readonly model: string | null;
  readonly toolName: string | null;
  readonly attributes: JsonObject;
  readonly resource: JsonObject;
  readonly points: readonly MetricPoint[];
}
