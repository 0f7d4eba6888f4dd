// The filters of every read. Each one becomes a bound parameter or an error, never nothing.
import type { Knex } from 'knex';
import { isPostgres } from '../migrations/migration.ts';
import { millisecondsToNanoseconds } from './time.ts';

/** Columns that can be asked for by exact value. */
export const FILTER_COLUMNS = [
  'plane',
  'event',
  'decision',
  'user_email',
  'session_id',
  'correlation_id',
  'tool_name',
  'model',
  'dataset',
] as const;

export type FilterColumn = (typeof FILTER_COLUMNS)[number];

export interface DecisionFilters {
  readonly columns?: Readonly<Partial<Record<FilterColumn, string>>>;
  /** Exact text of an attribute or resource attribute, by key. */
  readonly attributes?: Readonly<Record<string, string>>;
  /** Client time, Unix milliseconds, inclusive. */
  readonly since?: number;
  /** Client time, Unix milliseconds, exclusive. */
  readonly until?: number;
}

/** Scopes a query on `audit_logs` to one tenant and adds the filters. */
export function applyFilters(
  query: Knex.QueryBuilder,
  knex: Knex,
  tenant: string,
  filters: DecisionFilters,
): Knex.QueryBuilder {
  void query.where('audit_logs.tenant', tenant);
  for (const column of FILTER_COLUMNS) {
    const value = filters.columns?.[column];
    if (value !== undefined) void query.where(`audit_logs.${column}`, value);
  }
  for (const [key, value] of Object.entries(filters.attributes ?? {}))
    whereAttribute(query, knex, key, value);
  if (filters.since !== undefined)
    void query.where('audit_logs.occurred_at', '>=', millisecondsToNanoseconds(filters.since));
  if (filters.until !== undefined)
    void query.where('audit_logs.occurred_at', '<', millisecondsToNanoseconds(filters.until));
  return query;
}

function whereAttribute(query: Knex.QueryBuilder, knex: Knex, key: string, value: string): void {
  void query.where((either) => {
    for (const column of ['attributes', 'resource'] as const) {
      void either.orWhereRaw(`${attributeText(knex, column)} = ?`, [...attributePath(knex, key), value]);
    }
  });
}

/** SQL text of one attribute of a JSON column; its bindings come from `attributePath`. */
export function attributeText(
  knex: Knex,
  column: 'attributes' | 'resource',
  table: 'audit_logs' | 'metric_series' = 'audit_logs',
): string {
  if (isPostgres(knex)) return `(${table}.${column}::json ->> ?)`;
  // SQLite shows JSON booleans as 0 and 1; the second and third binding bring them back to words.
  return `(CASE json_type(${table}.${column}, ?) WHEN 'true' THEN 'true' WHEN 'false' THEN 'false'
    ELSE CAST(json_extract(${table}.${column}, ?) AS TEXT) END)`;
}

export function attributePath(knex: Knex, key: string): string[] {
  if (isPostgres(knex)) return [key];
  const path = `$.${JSON.stringify(key)}`;
  return [path, path];
}
