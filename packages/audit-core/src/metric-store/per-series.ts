// Adds up the points of each series per time bucket: from days where they tell enough, else from points.
import type { Knex } from 'knex';
import { millisecondsToNanoseconds } from '../reads/time.ts';
import type { MetricBucket, MetricFilters } from './metric-filters.ts';

const MS_PER_DAY = 86_400_000;
const NS = { hour: '3600000000000', day: '86400000000000' } as const;

export interface Window extends Pick<MetricFilters, 'since' | 'until'> {
  readonly bucket?: MetricBucket | undefined;
}

/**
 * A query over the named subquery `scoped`, with one row a series and bucket: points, total, observations, lowest,
 * highest and last. `total` adds amounts; of levels it is the sum of readings, whose newest is `last`.
 */
export function perSeries(
  knex: Knex,
  tenant: string,
  scoped: Knex.QueryBuilder,
  window: Window,
): Knex.QueryBuilder {
  const ranked = knex('readings').select(
    'readings.*',
    knex.raw('row_number() OVER (PARTITION BY series_id, bkt ORDER BY last_time DESC NULLS LAST) AS newest'),
  );
  return knex
    .with('scoped', scoped)
    .with('readings', needsPoints(window) ? fromPoints(knex, tenant, window) : fromDays(knex, tenant, window))
    .with('ranked', ranked)
    .with('per', (query) => {
      void query
        .from('ranked')
        .select('series_id', 'bkt')
        .sum({ points: 'points', total: 'total', observations: 'observations' })
        .min({ lowest: 'lowest' })
        .max({ highest: 'highest' })
        .select(knex.raw('max(CASE WHEN newest = 1 THEN last END) AS last'))
        .groupBy('series_id', 'bkt');
    })
    .from('per')
    .join('scoped', 'scoped.series_id', 'per.series_id');
}

/** The start of a bucket, RFC 3339. */
export function bucketStart(index: number, size: MetricBucket): string {
  return new Date(index * Number(BigInt(NS[size]) / 1_000_000n)).toISOString();
}

function needsPoints({ bucket, since, until }: Window): boolean {
  return bucket === 'hour' || [since, until].some((time) => time !== undefined && time % MS_PER_DAY !== 0);
}

function fromDays(knex: Knex, tenant: string, { bucket, since, until }: Window): Knex.QueryBuilder {
  const query = knex('metric_daily')
    .join('scoped', 'scoped.series_id', 'metric_daily.series_id')
    .where('metric_daily.tenant', tenant)
    .select(
      'metric_daily.series_id',
      'points',
      'total',
      'observations',
      'lowest',
      'highest',
      'last',
      'last_time',
    )
    .select(knex.raw(`${bucket === undefined ? 'CAST(NULL AS BIGINT)' : 'day'} AS bkt`));
  if (since !== undefined) void query.where('day', '>=', since / MS_PER_DAY);
  if (until !== undefined) void query.where('day', '<', until / MS_PER_DAY);
  return query;
}

function fromPoints(knex: Knex, tenant: string, { bucket, since, until }: Window): Knex.QueryBuilder {
  const query = knex('metric_points')
    .join('scoped', 'scoped.series_id', 'metric_points.series_id')
    .where('metric_points.tenant', tenant)
    .select(knex.raw(`${POINT_READING}, ${bucketSql(bucket)} AS bkt`));
  if (since !== undefined) void query.where('time', '>=', millisecondsToNanoseconds(since));
  if (until !== undefined) void query.where('time', '<', millisecondsToNanoseconds(until));
  return query;
}

function bucketSql(bucket: MetricBucket | undefined): string {
  return bucket === undefined
    ? 'CAST(NULL AS BIGINT)'
    : `(CAST(metric_points.time AS BIGINT) / ${NS[bucket]})`;
}

/** What `dailyOf` says of one point, in SQL. */
export const POINT_READING = `metric_points.series_id, 1 AS points,
  coalesce(CASE WHEN counting = 'level' THEN value ELSE delta END, 0) AS total,
  coalesce(delta_observations, 0) AS observations,
  CASE WHEN counting = 'level' THEN coalesce(value, lowest) ELSE lowest END AS lowest,
  CASE WHEN counting = 'level' THEN coalesce(value, highest) ELSE highest END AS highest,
  CASE WHEN counting = 'level' THEN value END AS last,
  CASE WHEN counting = 'level' AND value IS NOT NULL THEN time END AS last_time`;
