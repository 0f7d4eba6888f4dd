// Metric points of one tenant as series: per group and time bucket.
import type { Knex } from 'knex';
import { guarded } from '../reads/guarded.ts';
import { tenantOf, type ReadScope } from '../reads/read-scope.ts';
import type { Database } from '../store/database.ts';
import { scopedSeries, type MetricBucket, type MetricFilters, type MetricGroup } from './metric-filters.ts';
import type { MetricKind } from './metric-series.ts';
import { bucketStart, perSeries } from './per-series.ts';

export interface MetricSeriesQuery extends MetricFilters {
  /** Name of the metric, exactly. */
  readonly name: string;
  /** Absent: all series of the name together. */
  readonly by?: MetricGroup;
  readonly bucket?: MetricBucket;
  /** Most rows to give back, oldest bucket and largest value first. Default 1000. */
  readonly limit?: number;
}

export interface MetricSeriesRow {
  /** null: series that name none, or no group was asked for */
  readonly group: string | null;
  /** start of the time bucket, RFC 3339, where one was asked for */
  readonly bucket: string | null;
  readonly kind: MetricKind;
  readonly unit: string;
  /** How `value` came about: amounts added up, or the newest readings of the series added up or averaged. */
  readonly aggregation: 'sum' | 'last_sum' | 'last_mean';
  /** null: no reading in this bucket */
  readonly value: number | null;
  /** Observations of a distribution; null for other kinds. */
  readonly count: number | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly points: number;
  readonly series: number;
}

export interface MetricSeriesReport {
  readonly source: 'metrics';
  readonly name: string;
  readonly rows: readonly MetricSeriesRow[];
  /** true: there are more rows than `limit` */
  readonly truncated: boolean;
}

interface Aggregate {
  readonly grp: string | null;
  readonly bkt: number | null;
  readonly kind: MetricKind;
  readonly unit: string;
  readonly level: number;
  readonly total: number;
  readonly observations: number;
  readonly lowest: number | null;
  readonly highest: number | null;
  readonly last_sum: number | null;
  readonly last_count: number;
  readonly points: number;
  readonly series: number;
}

/** Amounts and levels of one name never share a row. @throws AuditError `store_unavailable`. */
export function readMetricSeries(
  database: Database,
  scope: ReadScope,
  query: MetricSeriesQuery,
): Promise<MetricSeriesReport> {
  return guarded(async () => {
    const limit = Math.max(1, query.limit ?? 1000);
    const rows = await aggregate(database.knex, scope, query, limit + 1);
    const bucket = bucketOf(query);
    return {
      source: 'metrics',
      name: query.name,
      rows: rows.slice(0, limit).map((row) => seriesRow(row, query, bucket)),
      truncated: rows.length > limit,
    };
  });
}

/** Grouping by day is splitting by day. */
export function bucketOf({
  by,
  bucket,
}: {
  readonly by?: MetricGroup;
  readonly bucket?: MetricBucket;
}): MetricBucket | undefined {
  return by === 'day' ? 'day' : bucket;
}

async function aggregate(
  knex: Knex,
  scope: ReadScope,
  query: MetricSeriesQuery,
  limit: number,
): Promise<Aggregate[]> {
  const scoped = scopedSeries(knex, scope, query, query.by).where('metric_series.name', query.name);
  const select = perSeries(knex, tenantOf(scope), scoped, { ...query, bucket: bucketOf(query) })
    .select('grp', 'bkt', 'kind', 'unit', knex.raw(`CASE WHEN counting = 'level' THEN 1 ELSE 0 END AS level`))
    .sum({ total: 'total', observations: 'observations', points: 'points', last_sum: 'last' })
    .min({ lowest: 'lowest' })
    .max({ highest: 'highest' })
    .count({ last_count: 'last' })
    .countDistinct({ series: 'per.series_id' })
    .groupBy('grp', 'bkt', 'kind', 'unit', 'level')
    .orderByRaw('bkt, level, total DESC, grp')
    .limit(limit);
  return (await select) as Aggregate[];
}

function seriesRow(
  row: Aggregate,
  query: MetricSeriesQuery,
  bucket: MetricBucket | undefined,
): MetricSeriesRow {
  const start = bucket === undefined || row.bkt === null ? null : bucketStart(row.bkt, bucket);
  const isDistribution = row.kind !== 'sum' && row.kind !== 'gauge';
  return {
    group: query.by === 'day' ? (start?.slice(0, 10) ?? null) : row.grp,
    bucket: start,
    kind: row.kind,
    unit: row.unit,
    ...valueOf(row),
    count: isDistribution ? row.observations : null,
    min: row.lowest,
    max: row.highest,
    points: row.points,
    series: row.series,
  };
}

/** The levels of several series of a counter are parts of a whole; those of several gauges are not. */
function valueOf({
  level,
  kind,
  total,
  last_sum: lastSum,
  last_count: lastCount,
}: Aggregate): Pick<MetricSeriesRow, 'aggregation' | 'value'> {
  if (level === 0) return { aggregation: 'sum', value: total };
  if (kind !== 'gauge') return { aggregation: 'last_sum', value: lastSum };
  return { aggregation: 'last_mean', value: lastSum === null ? null : lastSum / lastCount };
}
