// Which series and which points a metric report is about, in SQL and within one tenant.
import type { Knex } from 'knex';
import { attributePath, attributeText } from '../reads/filters.ts';
import { whereInScope, type ReadScope } from '../reads/read-scope.ts';
import { ACTOR } from '../reads/totals.ts';

export const METRIC_FILTER_COLUMNS = [
  'plane',
  'user_email',
  'session_id',
  'tool_name',
  'model',
  'dataset',
] as const;
export type MetricFilterColumn = (typeof METRIC_FILTER_COLUMNS)[number];

export const METRIC_GROUPS = ['user', 'model', 'tool', 'day', 'session', 'plane', 'dataset'] as const;
/** A named group, or an attribute or resource attribute by its key. */
export type MetricGroup = (typeof METRIC_GROUPS)[number] | { readonly attribute: string };
export type MetricBucket = 'hour' | 'day';

export interface MetricFilters {
  readonly columns?: Readonly<Partial<Record<MetricFilterColumn, string>>>;
  /** Exact text of an attribute or resource attribute, by key. */
  readonly attributes?: Readonly<Record<string, string>>;
  /** Client time, Unix milliseconds, inclusive. */
  readonly since?: number;
  /** Client time, Unix milliseconds, exclusive. */
  readonly until?: number;
}

const GROUP_SQL: Readonly<Record<(typeof METRIC_GROUPS)[number], string>> = {
  user: ACTOR,
  model: 'model',
  tool: 'tool_name',
  // Told by the bucket.
  day: 'NULL',
  session: 'session_id',
  plane: 'plane',
  dataset: 'dataset',
};

/** The series in scope that are asked for, with the group each belongs to as `grp`. */
export function scopedSeries(
  knex: Knex,
  scope: ReadScope,
  filters: MetricFilters,
  by: MetricGroup | undefined,
): Knex.QueryBuilder {
  const query = whereInScope(knex('metric_series'), scope, 'metric_series')
    .select('series_id', 'name', 'unit', 'kind', 'counting', 'session_id')
    .select(knex.raw(`${ACTOR} AS actor`), groupOf(knex, by));
  for (const column of METRIC_FILTER_COLUMNS) {
    const value = filters.columns?.[column];
    if (value !== undefined) void query.where(`metric_series.${column}`, value);
  }
  for (const [key, value] of Object.entries(filters.attributes ?? {}))
    void query.whereRaw(`${eitherAttribute(knex)} = ?`, [...eitherPath(knex, key), value]);
  return query;
}

function groupOf(knex: Knex, by: MetricGroup | undefined): Knex.Raw {
  if (by === undefined) return knex.raw('CAST(NULL AS TEXT) AS grp');
  if (typeof by === 'string') return knex.raw(`CAST(${GROUP_SQL[by]} AS TEXT) AS grp`);
  return knex.raw(`${eitherAttribute(knex)} AS grp`, eitherPath(knex, by.attribute));
}

/** What a point says of itself, else what its resource says: clients copy tags of the resource onto points. */
function eitherAttribute(knex: Knex): string {
  const own = attributeText(knex, 'attributes', 'metric_series');
  return `coalesce(${own}, ${attributeText(knex, 'resource', 'metric_series')})`;
}

function eitherPath(knex: Knex, key: string): string[] {
  const path = attributePath(knex, key);
  return [...path, ...path];
}
