// The rows of the metric tables, and how a masked series becomes some.
import { canonicalJson } from '../canonical.ts';
import { profileObject } from '../profile.ts';
import { countingOf, type Counting } from './increase.ts';
import type { MaskedMetric } from './masked-metric.ts';
import { seriesKey } from './metric-identity.ts';
import type { MetricDistribution, MetricPoint } from './metric-series.ts';

export interface SeriesRow {
  readonly tenant: string;
  readonly series_id: string;
  readonly dataset: string;
  readonly plane: string;
  readonly name: string;
  readonly unit: string;
  readonly description: string;
  readonly kind: string;
  readonly temporality: string;
  readonly monotonic: number;
  readonly counting: Counting;
  readonly session_id: string | null;
  readonly user_email: string | null;
  readonly user_id: string | null;
  readonly user_account_uuid: string | null;
  readonly model: string | null;
  readonly tool_name: string | null;
  readonly attributes: string;
  readonly resource: string;
  readonly masking: string;
  readonly policy_version: string;
  /** Unix milliseconds of the server. */
  readonly first_seen: number;
  readonly last_seen: number;
}

export const SERIES_COLUMNS = [
  'tenant',
  'series_id',
  'dataset',
  'plane',
  'name',
  'unit',
  'description',
  'kind',
  'temporality',
  'monotonic',
  'counting',
  'session_id',
  'user_email',
  'user_id',
  'user_account_uuid',
  'model',
  'tool_name',
  'attributes',
  'resource',
  'masking',
  'policy_version',
  'first_seen',
  'last_seen',
] as const satisfies readonly (keyof SeriesRow)[];

/** Names a point within a tenant: of two processes that write one series, each has a start time of its own. */
export interface PointKey {
  readonly series_id: string;
  readonly start_time: string;
  readonly time: string;
}

export interface PointRow extends PointKey {
  readonly value: number | null;
  readonly exact: string | null;
  readonly observations: number | null;
  readonly delta: number | null;
  readonly delta_observations: number | null;
  /**
   * Of a sum: how much more the store held when the point landed. It stays, where `delta` is corrected by points that come
   * late; both add up to the same.
   */
  readonly added: number | null;
  readonly lowest: number | null;
  readonly highest: number | null;
  readonly distribution: string | null;
  readonly flags: number;
}

export const POINT_COLUMNS = [
  'series_id',
  'start_time',
  'time',
  'value',
  'exact',
  'observations',
  'delta',
  'delta_observations',
  'added',
  'lowest',
  'highest',
  'distribution',
  'flags',
] as const satisfies readonly (keyof PointRow)[];

export interface DailyRow {
  readonly series_id: string;
  /** Days since 1970-01-01, UTC. */
  readonly day: number;
  readonly points: number;
  /** Amounts added up; for levels the readings, so that their mean can be told. */
  readonly total: number;
  readonly observations: number;
  readonly lowest: number | null;
  readonly highest: number | null;
  /** The newest reading of a level, and its time. */
  readonly last: number | null;
  readonly last_time: string | null;
}

export const DAILY_COLUMNS = [
  'series_id',
  'day',
  'points',
  'total',
  'observations',
  'lowest',
  'highest',
  'last',
  'last_time',
] as const satisfies readonly (keyof DailyRow)[];

/** Fixed width, so that text order is time order. */
const TIME_DIGITS = 19;

export function seriesRow(
  { tenant, dataset }: { readonly tenant: string; readonly dataset: string },
  metric: MaskedMetric,
  now: number,
): SeriesRow {
  return {
    tenant,
    dataset,
    series_id: seriesKey(dataset, metric.identity),
    plane: metric.plane,
    name: metric.name,
    unit: metric.unit,
    description: metric.description,
    kind: metric.kind,
    temporality: metric.temporality,
    monotonic: metric.monotonic ? 1 : 0,
    counting: countingOf(metric),
    session_id: metric.sessionId,
    user_email: metric.userEmail,
    user_id: metric.userId,
    user_account_uuid: metric.userAccountUuid,
    model: metric.model,
    tool_name: metric.toolName,
    attributes: canonicalJson(metric.attributes),
    resource: canonicalJson(metric.resource),
    masking: metric.masking,
    policy_version: metric.policyVersion,
    first_seen: now,
    last_seen: now,
  };
}

/** A point as it came; what it adds is not known yet. */
export function pointRow(seriesId: string, point: MetricPoint): PointRow {
  return {
    series_id: seriesId,
    start_time: point.startTime.padStart(TIME_DIGITS, '0'),
    time: point.time.padStart(TIME_DIGITS, '0'),
    value: point.value,
    exact: point.exact,
    observations: point.observations,
    delta: null,
    delta_observations: null,
    added: null,
    lowest: point.lowest,
    highest: point.highest,
    distribution: point.distribution === null ? null : distributionText(point.distribution),
    flags: point.flags,
  };
}

/** Bounds are fractions, which canonical JSON has no place for: they become their decimal text. */
function distributionText(distribution: MetricDistribution): string {
  return canonicalJson(
    profileObject(JSON.parse(JSON.stringify(distribution)) as Parameters<typeof profileObject>[0]),
  );
}

export function keyOf({ series_id, start_time, time }: PointKey): string {
  return `${series_id} ${start_time} ${time}`;
}

/** The points whose totals are compared with each other. */
export function streamOf({ series_id, start_time }: PointKey): string {
  return `${series_id} ${start_time}`;
}
