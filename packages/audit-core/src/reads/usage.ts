// Usage of one tenant, counted from audit rows: per user, model, tool, day, session, plane or attribute.
import type { Knex } from 'knex';
import { ADMINISTRATION_PLANE } from '../administration/record.ts';
import { DAY_HOURS, HOUR_SQL, hourStart } from '../rollups/hour.ts';
import type { Database } from '../store/database.ts';
import { groupedSql } from './attribute-sql.ts';
import { applyFiltersCounting } from './filters.ts';
import { guarded } from './guarded.ts';
import { countEach, countNone, indexedValues } from './indexed-groups.ts';
import { tenantOf, type ReadScope } from './read-scope.ts';
import { rolledUsage } from './rolled-usage.ts';
import { sqlText } from './sql-text.ts';
import type { UsageBucket, UsageGroup, UsageQuery } from './usage-query.ts';
import { ACTOR, selectTotals, totalsOf, type Totals, type TotalsRow } from './totals.ts';
import { dialectOf } from '../store/dialect.ts';

export interface UsageRow extends Totals {
  /** null: rows that name none */
  readonly group: string | null;
  /** start of the time bucket, RFC 3339, where one was asked for */
  readonly bucket: string | null;
  readonly sessions: number;
  readonly users: number;
}

export interface UsageReport {
  /** Figures come from log events. The same tokens and cost arrive as metrics too; never add both. */
  readonly source: 'logs';
  readonly by: string;
  readonly usage: readonly UsageRow[];
  /** true: there are more groups than `limit` */
  readonly truncated: boolean;
}

const bucketSql = (size: UsageBucket): string =>
  size === 'hour' ? HOUR_SQL : `(${HOUR_SQL} / ${DAY_HOURS})`;

const GROUP_SQL: Readonly<Record<UsageGroup, string>> = {
  user: ACTOR,
  model: 'model',
  tool: 'tool_name',
  day: bucketSql('day'),
  session: 'session_id',
  plane: 'plane',
  dataset: 'dataset',
  event: 'event',
};

interface UsageCount extends TotalsRow {
  readonly grp: string | number | null;
  readonly bkt: number | null;
  readonly sessions: number;
  readonly users: number;
}

/** Out of the rollups where they can answer, else counted from rows. @throws AuditError `store_unavailable`. */
export function readUsage(database: Database, scope: ReadScope, query: UsageQuery): Promise<UsageReport> {
  return report(query, (limit) => readCounts(database.knex, scope, query, limit));
}

/** The same, always counted from rows. @throws AuditError `store_unavailable`. */
export function countUsage(database: Database, scope: ReadScope, query: UsageQuery): Promise<UsageReport> {
  return report(query, (limit) => countRows(database.knex, scope, query, limit));
}

function report(
  query: UsageQuery,
  counts: (limit: number) => Promise<readonly UsageCount[]>,
): Promise<UsageReport> {
  return guarded(async () => {
    const limit = Math.max(1, query.limit ?? 1000);
    const rows = await counts(limit + 1);
    const by = typeof query.by === 'string' ? query.by : query.by.attribute;
    const usage = rows.slice(0, limit).map((row) => usageRow(row, query));
    return { source: 'logs', by, usage, truncated: rows.length > limit };
  });
}

async function readCounts(
  knex: Knex,
  scope: ReadScope,
  query: UsageQuery,
  limit: number,
): Promise<readonly UsageCount[]> {
  const columns = orderOf(query.by).map(({ column, order: way }) => `${column} ${way}`);
  const order = sqlText(`ORDER BY ${columns.join(', ')} LIMIT ?`, limit);
  const rolled = await rolledUsage<UsageCount>(knex, scope, query, { order, limit });
  return rolled ?? countRows(knex, scope, query, limit);
}

async function countRows(
  knex: Knex,
  scope: ReadScope,
  query: UsageQuery,
  limit: number,
): Promise<UsageCount[]> {
  const { by } = query;
  const values = typeof by === 'string' ? null : await indexedValues(knex, tenantOf(scope), by.attribute);
  if (values !== null && typeof by !== 'string')
    return byIndex(knex, scope, query, limit, by.attribute, values);
  const select = counting(knex, scope, query).select(groupColumn(knex, by)).groupBy('grp');
  return (await ordered(select, by).limit(limit)) as UsageCount[];
}

async function byIndex(
  knex: Knex,
  scope: ReadScope,
  query: UsageQuery,
  limit: number,
  key: string,
  values: readonly string[],
): Promise<UsageCount[]> {
  const count = (): Knex.QueryBuilder => counting(knex, scope, query);
  const named = ordered(countEach(knex, key, values, count()), query.by).limit(limit);
  const none = countNone(key, knex, count()).having(knex.raw('count(*) > 0'));
  const rows = [...((await named) as UsageCount[]), ...((await none) as UsageCount[])];
  return rows.sort((a, b) => b.cost_nano_usd - a.cost_nano_usd || b.events - a.events).slice(0, limit);
}

/** Rows of one address name nobody else first: the other columns need not be looked at. */
function actorIn(scope: ReadScope): string {
  return typeof scope === 'string' ? ACTOR : 'user_email';
}

/** Figures of the rows that the filters leave, split by bucket where one is asked for, and not yet by group. */
function counting(knex: Knex, scope: ReadScope, query: UsageQuery): Knex.QueryBuilder {
  const select = applyFiltersCounting(knex('audit_logs'), knex, scope, query)
    // What operators did is in the feed; it is no use of an agent.
    .whereNot('plane', ADMINISTRATION_PLANE)
    .select(...selectTotals(knex))
    .select(knex.raw(`${query.bucket === undefined ? 'NULL' : bucketSql(query.bucket)} AS bkt`))
    .countDistinct({ sessions: 'session_id' })
    .select(knex.raw(`count(DISTINCT ${actorIn(scope)}) AS users`));
  return query.bucket === undefined ? select : select.groupBy('bkt');
}

function ordered(select: Knex.QueryBuilder, by: UsageQuery['by']): Knex.QueryBuilder {
  return select.orderBy(orderOf(by));
}

function orderOf(by: UsageQuery['by']): { column: string; order: 'asc' | 'desc' }[] {
  const largest = [
    { column: 'cost_nano_usd', order: 'desc' },
    { column: 'events', order: 'desc' },
  ] as const;
  const named = [
    { column: 'grp', order: 'asc' },
    { column: 'bkt', order: 'asc' },
  ] as const;
  return by === 'day' ? [...named] : [...largest, ...named];
}

function groupColumn(knex: Knex, by: UsageQuery['by']): Knex.Raw {
  if (typeof by === 'string') return knex.raw(`${GROUP_SQL[by]} AS grp`);
  const { sql, bindings } = groupedSql(dialectOf(knex), by.attribute);
  return knex.raw(`${sql} AS grp`, bindings);
}

function usageRow(row: UsageCount, { by, bucket }: UsageQuery): UsageRow {
  const group =
    row.grp === null
      ? null
      : by === 'day'
        ? bucketStart(Number(row.grp), 'day').slice(0, 10)
        : String(row.grp);
  const start = row.bkt === null || bucket === undefined ? null : bucketStart(row.bkt, bucket);
  return { group, bucket: start, sessions: row.sessions, users: row.users, ...totalsOf(row) };
}

function bucketStart(index: number, size: UsageBucket): string {
  return new Date(hourStart(size === 'hour' ? index : index * DAY_HOURS)).toISOString();
}
