// Usage out of the rollups, where they can answer: the same figures as counted from rows, in the time of a look-up.
import type { Knex } from 'knex';
import { readIsRolled } from '../store/rolled-head.ts';
import { attributeDimension, keyValue, USER } from '../rollups/dimensions.ts';
import { dialectOf, type Dialect } from '../store/dialect.ts';
import { readRolledAttributes } from '../store/rolled-attributes.ts';
import { GROUPED_CHARACTERS, groupedSql } from './attribute-sql.ts';
import { hourFrom, hourStart, hourWithin } from '../rollups/hour.ts';
import { FILTER_COLUMNS, type FilterColumn } from './filters.ts';
import { tenantOf, type ReadScope } from './read-scope.ts';
import { rolledPeriod, type Period, type Unit } from './rolled-period.ts';
import type { RolledQuestion } from './rolled-usage-sql.ts';
import { sqlText, type SqlText } from './sql-text.ts';
import { clampMilliseconds, millisecondsToNanoseconds } from './time.ts';
import { ACTOR } from './totals.ts';
import type { UsageQuery } from './usage-query.ts';
import { usageWithEdges } from './usage-with-edges.ts';

/** @param order and limit of the rows. Null where only rows of the store can answer. */
export async function rolledUsage<Row>(
  knex: Knex,
  scope: ReadScope,
  query: UsageQuery,
  { order, limit }: { readonly order: SqlText; readonly limit: number },
): Promise<Row[] | null> {
  const tenant = tenantOf(scope);
  const rolled = await attributesOf(knex, query);
  const shape = shapeOf(dialectOf(knex), rolled, scope, query);
  if (shape === null || !(await readIsRolled(knex, tenant))) return null;
  const { by, bucket } = query;
  const unit: Unit = bucket === 'hour' ? 'hour' : by === 'day' || bucket === 'day' ? 'day' : null;
  const period = rolledPeriod(await periodOf(knex, tenant, query), unit);
  if (period === null) return null;
  const question: RolledQuestion = {
    ...{ tenant, dialect: dialectOf(knex), bucket, unit, period, byDay: by === 'day' },
    ...shape,
  };
  const sessions = by === 'session' ? { bounds: query, limit } : null;
  const rows = await usageWithEdges<Row>(knex, question, sessions, order);
  return shape.userEmail !== null && rows.length === 0 ? null : rows;
}

/** That usage is rolled up by; asked for where it matters. */
async function attributesOf(knex: Knex, { by, attributes = {} }: UsageQuery): Promise<readonly string[]> {
  const isAsked = typeof by !== 'string' || Object.keys(attributes).length > 0;
  return isAsked ? readRolledAttributes(knex) : [];
}

type Shape = Pick<RolledQuestion, 'dimension' | 'value' | 'rowValue' | 'rowCondition' | 'userEmail'>;

const EVERY_ROW = sqlText('1 = 1');

/** Dimension by filter and group, and the column it is made of. */
const DIMENSION_OF_FILTER: Readonly<Partial<Record<FilterColumn, string>>> = {
  model: 'model',
  tool_name: 'tool',
  plane: 'plane',
  dataset: 'dataset',
  event: 'event',
  user_email: USER,
};

const ROW_VALUE: Readonly<Record<string, string>> = {
  user: ACTOR,
  model: 'model',
  tool: 'tool_name',
  plane: 'plane',
  dataset: 'dataset',
  event: 'event',
  day: 'NULL',
  session: 'NULL',
};

function shapeOf(
  dialect: Dialect,
  rolled: readonly string[],
  scope: ReadScope,
  query: UsageQuery,
): Shape | null {
  const { by, bucket } = query;
  if (by === 'session' && bucket !== undefined) return null;
  const group = typeof by === 'string' ? namedGroup(by) : attributeGroup(dialect, rolled, by.attribute);
  const filters = filtersOf(dialect, rolled, scope, query);
  const [filter, ...others] = filters ?? [];
  if (group === null || filters === null || others.length > 0) return null;
  if (filter === undefined) return { value: null, userEmail: null, ...group };
  if (by !== 'day' && group.dimension !== filter.dimension) return null;
  return { ...filter, rowValue: group.rowValue };
}

type Group = Omit<Shape, 'value' | 'userEmail'>;
type Filter = Omit<Shape, 'rowValue'>;

function namedGroup(by: string): Group {
  const rowValue = sqlText(ROW_VALUE[by] ?? 'NULL');
  if (by === 'day') return { dimension: 'none', rowValue, rowCondition: EVERY_ROW };
  const rowCondition = by === 'session' ? sqlText('session_id IS NULL') : EVERY_ROW;
  return { dimension: by, rowValue, rowCondition };
}

function attributeGroup(dialect: Dialect, rolled: readonly string[], key: string): Group | null {
  if (!rolled.includes(key)) return null;
  const { sql, bindings } = groupedSql(dialect, key);
  return { dimension: attributeDimension(key), rowValue: { sql, bindings }, rowCondition: EVERY_ROW };
}

/** Null where one of them is none that usage is rolled up by. */
function filtersOf(
  dialect: Dialect,
  rolled: readonly string[],
  scope: ReadScope,
  query: UsageQuery,
): Filter[] | null {
  const filters: Filter[] =
    typeof scope === 'string' ? [] : [columnFilter(USER, 'user_email', scope.userEmail)];
  for (const column of FILTER_COLUMNS) {
    const value = query.columns?.[column];
    if (value === undefined) continue;
    const dimension = DIMENSION_OF_FILTER[column];
    if (dimension === undefined) return null;
    filters.push(columnFilter(dimension, column, value));
  }
  for (const [key, value] of Object.entries(query.attributes ?? {})) {
    // Longer values are cut in groups.
    if (!rolled.includes(key) || value.length >= GROUPED_CHARACTERS) return null;
    const rowCondition = sqlText(`${groupedSql(dialect, key).sql} = ?`, value);
    filters.push({
      ...{ dimension: attributeDimension(key), value: keyValue(value) },
      ...{ rowCondition, userEmail: null },
    });
  }
  return filters;
}

function columnFilter(dimension: string, column: FilterColumn, value: string): Filter {
  const userEmail = column === 'user_email' ? value : null;
  return { dimension, value: keyValue(value), rowCondition: sqlText(`${column} = ?`, value), userEmail };
}

/** An hour behind every time that is stored. */
const END_OF_TIME = hourStart(2_777_778);

async function periodOf(knex: Knex, tenant: string, { since = 0, until }: UsageQuery): Promise<Period> {
  const first = clampMilliseconds(since);
  const end = until === undefined ? END_OF_TIME : clampMilliseconds(until);
  return {
    since: first,
    until: end,
    sinceRagged: await hasRows(knex, tenant, hourStart(hourWithin(first)), first),
    untilRagged: await hasRows(knex, tenant, end, hourStart(hourFrom(end))),
  };
}

/** Where nothing lies between a bound and the hour it is in, the whole hour stands for its part. */
async function hasRows(knex: Knex, tenant: string, from: number, to: number): Promise<boolean> {
  if (from === to) return false;
  const found = await knex('audit_logs')
    .where({ tenant })
    .where('occurred_at', '>=', millisecondsToNanoseconds(from))
    .where('occurred_at', '<', millisecondsToNanoseconds(to))
    .first<{ seq: number } | undefined>('seq');
  return found !== undefined;
}
