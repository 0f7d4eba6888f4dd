// Which metrics a tenant has: names with unit, kind and when they were last seen.
import type { Knex } from 'knex';
import { guarded } from '../reads/guarded.ts';
import { whereInScope, type ReadScope } from '../reads/read-scope.ts';
import { millisecondsToIso } from '../reads/time.ts';
import type { Database } from '../store/database.ts';
import type { MetricKind, MetricTemporality } from './metric-series.ts';

export interface MetricName {
  readonly name: string;
  readonly dataset: string;
  readonly unit: string;
  readonly kind: MetricKind;
  readonly temporality: MetricTemporality;
  readonly monotonic: boolean;
  readonly description: string;
  readonly series: number;
  /** When the server last received a point, RFC 3339. */
  readonly last_seen: string;
}

export interface MetricNames {
  readonly metrics: readonly MetricName[];
  /** true: there are more than `limit` */
  readonly truncated: boolean;
}

export interface MetricNamesQuery {
  readonly dataset?: string;
  /** Default 1000. */
  readonly limit?: number;
}

type NameRow = Omit<MetricName, 'last_seen' | 'monotonic'> & {
  readonly last_seen: number;
  readonly monotonic: number;
};

/** In order of name. @throws AuditError `store_unavailable`. */
export function readMetricNames(
  database: Database,
  scope: ReadScope,
  query: MetricNamesQuery = {},
): Promise<MetricNames> {
  return guarded(async () => {
    const limit = Math.max(1, query.limit ?? 1000);
    const rows = await nameRows(database.knex, scope, query, limit + 1);
    const metrics = rows.slice(0, limit).map((row) => ({
      ...row,
      monotonic: row.monotonic === 1,
      last_seen: millisecondsToIso(row.last_seen),
    }));
    return { metrics, truncated: rows.length > limit };
  });
}

async function nameRows(
  knex: Knex,
  scope: ReadScope,
  { dataset }: MetricNamesQuery,
  limit: number,
): Promise<NameRow[]> {
  const columns = ['name', 'dataset', 'unit', 'kind', 'temporality', 'monotonic'];
  const query = whereInScope(knex('metric_series'), scope, 'metric_series')
    .where(dataset === undefined ? {} : { dataset })
    .select(...columns)
    .max({ description: 'description', last_seen: 'last_seen' })
    .count({ series: '*' })
    .groupBy(columns)
    .orderBy(columns)
    .limit(limit);
  return (await query) as NameRow[];
}

/** Every tenant that has metrics. */
export async function readMetricTenants({ knex }: Database): Promise<string[]> {
  return knex('metric_series').distinct().orderBy('tenant').pluck<string[]>('tenant');
}
