// Points of one tenant in the order of their arrival: for who follows them from where he left off.
import { createHmac } from 'node:crypto';
import type { JsonObject } from '@governance-agent/policy-engine';
import type { Knex } from 'knex';
import { guarded } from '../reads/guarded.ts';
import type { Database } from '../store/database.ts';
import type { Counting } from './increase.ts';
import type { PointRow, SeriesRow } from './metric-rows.ts';
import type { MetricDistribution, MetricKind, MetricTemporality } from './metric-series.ts';
import { storedDistribution } from './stored-distribution.ts';

type Names = Pick<
  SeriesRow,
  | 'tenant'
  | 'dataset'
  | 'plane'
  | 'name'
  | 'unit'
  | 'description'
  | 'session_id'
  | 'user_email'
  | 'user_id'
  | 'user_account_uuid'
  | 'model'
  | 'tool_name'
>;

/** A masked series. */
export interface ArrivedSeries extends Names {
  /** Names it outside of the store: the same at each reading, and nothing can be told from it. */
  readonly label: string;
  readonly kind: MetricKind;
  readonly temporality: MetricTemporality;
  readonly monotonic: boolean;
  readonly counting: Counting;
  readonly attributes: JsonObject;
  readonly resource: JsonObject;
}

type Numbers = Pick<
  PointRow,
  'start_time' | 'time' | 'value' | 'exact' | 'observations' | 'added' | 'lowest' | 'highest' | 'flags'
>;

/** Times are Unix nanoseconds, 19 digits; a start of zeros is absent. */
export interface ArrivedPoint extends Numbers {
  readonly arrival: number;
  /** One object for all points of a series in a page. */
  readonly series: ArrivedSeries;
  readonly distribution: MetricDistribution | null;
}

export interface ArrivedPoints {
  /** Oldest first. */
  readonly points: readonly ArrivedPoint[];
  /** Where to go on from. Points that were erased are passed over. */
  readonly through: number;
}

export interface ArrivedPointsQuery {
  readonly tenant: string;
  /** Arrival number: points behind it. */
  readonly after: number;
  /** Arrival number from `readArrivals`: points up to it. */
  readonly upTo: number;
  readonly limit: number;
}

/**
 * The last arrival number of each tenant. Numbers become visible in their order: whatever has a number up to it, and was
 * not erased, is there to be read. Throws AuditError `store_unavailable`.
 */
export function readArrivals({ knex }: Database): Promise<ReadonlyMap<string, number>> {
  return guarded(async () => {
    const rows = await knex('metric_arrivals').select<{ tenant: string; arrival: number }[]>(
      'tenant',
      'arrival',
    );
    return new Map(rows.map(({ tenant, arrival }) => [tenant, arrival]));
  });
}

/** Throws AuditError `store_unavailable`. */
export function readPointsAfter({ knex }: Database, query: ArrivedPointsQuery): Promise<ArrivedPoints> {
  return guarded(async () => {
    const { tenant, after, upTo, limit } = query;
    const rows = await knex('metric_points')
      .where({ tenant })
      .where('arrival', '>', after)
      .where('arrival', '<=', upTo)
      .orderBy('arrival')
      .limit(limit)
      .select<StoredPoint[]>(POINT);
    const known = await readSeries(knex, tenant, [...new Set(rows.map(({ series_id }) => series_id))]);
    const points = rows.flatMap((row) => {
      const series = known.get(row.series_id);
      // Erased between the two looks.
      return series === undefined ? [] : [arrivedPoint(row, series)];
    });
    const last = rows.at(-1);
    return { points, through: rows.length === limit && last !== undefined ? last.arrival : upTo };
  });
}

const POINT = [
  'arrival',
  'series_id',
  'start_time',
  'time',
  'value',
  'exact',
  'observations',
  'added',
  'lowest',
  'highest',
  'distribution',
  'flags',
] as const;

type StoredPoint = Pick<PointRow, Exclude<(typeof POINT)[number], 'arrival'>> & { readonly arrival: number };

const SERIES = [
  'series_id',
  'tenant',
  'dataset',
  'plane',
  'name',
  'unit',
  'description',
  'session_id',
  'user_email',
  'user_id',
  'user_account_uuid',
  'model',
  'tool_name',
  'kind',
  'temporality',
  'monotonic',
  'counting',
  'attributes',
  'resource',
] as const;

type StoredSeries = Pick<SeriesRow, (typeof SERIES)[number]>;

async function readSeries(
  knex: Knex,
  tenant: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ArrivedSeries>> {
  if (ids.length === 0) return new Map();
  const [counter] = await knex('metric_arrivals').where({ tenant }).select<{ salt: string }[]>('salt');
  const rows = await knex('metric_series')
    .where({ tenant })
    .whereIn('series_id', ids)
    .select<StoredSeries[]>(SERIES);
  return new Map(rows.map((row) => [row.series_id, arrivedSeries(row, counter?.salt ?? '')]));
}

function arrivedSeries({ series_id, ...row }: StoredSeries, salt: string): ArrivedSeries {
  return {
    ...row,
    label: createHmac('sha256', salt).update(series_id).digest().subarray(0, 16).toString('base64url'),
    kind: row.kind as MetricKind,
    temporality: row.temporality as MetricTemporality,
    monotonic: row.monotonic === 1,
    attributes: JSON.parse(row.attributes) as JsonObject,
    resource: JSON.parse(row.resource) as JsonObject,
  };
}

function arrivedPoint({ series_id: _id, distribution, ...numbers }: StoredPoint, series: ArrivedSeries) {
  return {
    ...numbers,
    series,
    distribution: distribution === null ? null : storedDistribution(distribution),
  } satisfies ArrivedPoint;
}
