// The filters of every read. Each one becomes a bound parameter or an error, never nothing.
import type { Knex } from 'knex';
import { dialectOf, isPostgres } from '../store/dialect.ts';
import { whereAttribute } from './attribute-sql.ts';
import { timeColumn } from './loose-time.ts';
import { whereInScope, type ReadScope } from './read-scope.ts';
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
  /** Exact text of an attribute by key: the record's own, or else its resource's. */
  readonly attributes?: Readonly<Record<string, string>>;
  /** Client time, Unix milliseconds, inclusive. */
  readonly since?: number;
  /** Client time, Unix milliseconds, exclusive. */
  readonly until?: number;
}

/**
 * Keeps the rows of `audit_logs` that are in scope and pass the filters.
 * @param isWalk rows are found by something else than their time.
 */
export function applyFilters(
  query: Knex.QueryBuilder,
  knex: Knex,
  scope: ReadScope,
  filters: DecisionFilters,
  isWalk = isNarrow(scope, filters),
): Knex.QueryBuilder {
  void whereInScope(query, scope, 'audit_logs');
  for (const column of FILTER_COLUMNS) {
    const value = filters.columns?.[column];
    if (value !== undefined) void query.where(`audit_logs.${column}`, value);
  }
  for (const [key, value] of Object.entries(filters.attributes ?? {}))
    void whereAttribute(query, dialectOf(knex), key, value);
  const time = timeColumn(dialectOf(knex), isWalk);
  if (filters.since !== undefined)
    void query.whereRaw(`${time} >= ?`, [millisecondsToNanoseconds(filters.since)]);
  if (filters.until !== undefined)
    void query.whereRaw(`${time} < ?`, [millisecondsToNanoseconds(filters.until)]);
  return query;
}

/**
 * The same for a query that counts: attributes are looked up first, by themselves. Where rows are grouped, SQLite would
 * rather walk them in the order of the groups and read the JSON of each.
 */
export function applyFiltersCounting(
  query: Knex.QueryBuilder,
  knex: Knex,
  scope: ReadScope,
  { attributes = {}, ...filters }: DecisionFilters,
): Knex.QueryBuilder {
  for (const [key, value] of Object.entries(attributes)) {
    const rows = whereInScope(knex('audit_logs'), scope, 'audit_logs').select('audit_logs.seq');
    void query.whereIn('audit_logs.seq', whereAttribute(rows, dialectOf(knex), key, value));
  }
  return applyFilters(query, knex, scope, filters);
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

/** Whether an index leads to few rows whatever the time: those of one user or one session. */
export function isNarrow(scope: ReadScope, { columns = {} }: DecisionFilters): boolean {
  return typeof scope !== 'string' || columns.user_email !== undefined || columns.session_id !== undefined;
}
