// Sessions out of their summaries; those that lie in the period in part are counted from their rows.
import type { Knex } from 'knex';
import { FIGURES } from '../rollups/figures.ts';
import { dialectOf, type Dialect } from '../store/dialect.ts';
import { readIsRolled } from '../store/rolled-head.ts';
import { decodeCursor } from './cursor.ts';
import { type DecisionFilters } from './filters.ts';
import { tenantOf, type OwnRows, type ReadScope } from './read-scope.ts';
import { rawRows } from './raw-rows.ts';
import { rowsOfSessionsSql } from './rows-of-sessions.ts';
import { crossing, overlapping, rowsWithin, wholeAmongNewest, wholeWithin } from './session-bounds.ts';
import { inOrder, joined, sqlText, type SqlText } from './sql-text.ts';
import { actorSql, countedFigures, leastPlaneSql, type SummaryRow } from './totals.ts';

export interface RolledSessionsQuery extends DecisionFilters {
  readonly cursor?: string;
}

/** Newest first; null where only rows can answer. @throws AuditError `invalid_cursor`. */
export async function rolledSessions(
  knex: Knex,
  scope: ReadScope,
  query: RolledSessionsQuery,
  limit: number,
): Promise<SummaryRow[] | null> {
  const { session_id: session, ...columns } = query.columns ?? {};
  const isPlain = Object.keys({ ...columns, ...query.attributes }).length === 0;
  const hasBounds = query.since !== undefined || query.until !== undefined;
  if (!isPlain || (session !== undefined && hasBounds)) return null;
  if (!(await readIsRolled(knex, tenantOf(scope)))) return null;
  const before = query.cursor === undefined ? null : decodeCursor(query.cursor);
  const page: Page = { dialect: dialectOf(knex), scope, query, before, limit };
  const whole = wholeSessions(page);
  if (!hasBounds && typeof scope === 'string') return rawRows<SummaryRow>(knex, whole);
  const parts = joined([whole, partSessions(page, whole)], ' UNION ALL ');
  const order = sqlText('ORDER BY newest DESC LIMIT ?', limit);
  return rawRows<SummaryRow>(knex, inOrder('SELECT * FROM (', parts, ') AS parts', order));
}

interface Page {
  readonly dialect: Dialect;
  readonly scope: ReadScope;
  readonly query: RolledSessionsQuery;
  readonly before: number | null;
  readonly limit: number;
}

function named({ scope, query }: Page): SqlText[] {
  const session = query.columns?.session_id;
  return [
    sqlText('tenant = ?', tenantOf(scope)),
    ...(session === undefined ? [] : [sqlText('session_id = ?', session)]),
  ];
}

/** Sessions of which every row is asked for. */
function isWhole({ dialect, scope, query }: Page): SqlText[] {
  if (typeof scope === 'string') return wholeAmongNewest(dialect, scope, query);
  return [wholeOf(scope), ...wholeWithin(query)];
}

/** Sessions of which some rows are, and not every one. */
function isPartly(page: Page): SqlText[] {
  const { scope, query } = page;
  if (typeof scope === 'string')
    return [inOrder('session_id IN (', joined(crossing(scope, query), ' UNION ALL '), ')')];
  return [partlyOf(scope), ...overlapping(query), inOrder('NOT (', joined(isWhole(page), ' AND '), ')')];
}

function wholeSessions(page: Page): SqlText {
  const { before, limit } = page;
  const conditions = [
    ...named(page),
    ...isWhole(page),
    ...(before === null ? [] : [sqlText(`${newestOf(page)} < ?`, before)]),
  ];
  return inOrder(
    `SELECT * FROM (SELECT session_id, plane, actor, started, ended, newest_seq AS newest, turns, ${FIGURES.join(', ')}
     FROM session_summaries WHERE`,
    joined(conditions, ' AND '),
    sqlText(`ORDER BY ${newestOf(page)} DESC LIMIT ?) AS whole`, limit),
  );
}

function partSessions(page: Page, whole: SqlText): SqlText {
  const { dialect, scope, query, before, limit } = page;
  const partly = joined(
    [
      ...named(page),
      ...isPartly(page),
      // Those behind the last of a full page are not on it: what they have to show is no newer than all they have.
      inOrder(
        sqlText(`+newest_seq >= coalesce((SELECT CASE WHEN count(*) >= ? THEN min(newest) END FROM (`, limit),
        whole,
        ') AS page), 0)',
      ),
    ],
    ' AND ',
  );
  const rows = [
    sqlText('l.tenant = ?', tenantOf(scope)),
    ...(typeof scope === 'string' ? [] : [sqlText(emailOfRow(dialect), scope.userEmail)]),
    ...rowsWithin(dialect, query),
  ];
  return rowsOfSessionsSql({
    dialect,
    sessions: partly,
    id: 'session_id',
    columns: {
      ...{ plane: leastPlaneSql(dialect), actor: actorSql(dialect) },
      ...{ started: 'min(l.occurred_at)', ended: 'max(l.occurred_at)', newest: 'max(l.seq)' },
      ...{ turns: 'count(DISTINCT l.correlation_id)', ...countedFigures(dialect) },
    },
    conditions: joined(rows, ' AND '),
    having: sqlText('max(l.seq) < ?', before ?? Number.MAX_SAFE_INTEGER),
  });
}

// With the sign no index is walked in its order: those of one address are few, and planners do not know.
function newestOf({ scope }: Page): string {
  return typeof scope === 'string' ? 'newest_seq' : '+newest_seq';
}

/** Everything in it is theirs. */
function wholeOf({ userEmail }: OwnRows): SqlText {
  return sqlText('email = ? AND email_least = ? AND unnamed = 0', userEmail, userEmail);
}

/** Something in it may be theirs: of the last one who is named, or of one before. Each of the two has its index. */
function partlyOf({ tenant, userEmail }: OwnRows): SqlText {
  const sessions = 'SELECT session_id FROM session_summaries WHERE tenant = ?';
  return inOrder(
    sqlText(`session_id IN (${sessions} AND email = ? UNION ALL`, tenant, userEmail),
    sqlText(
      `${sessions} AND email_least <> email AND email_least <= ? AND email >= ?)`,
      ...[tenant, userEmail, userEmail],
    ),
  );
}

// The index of sessions leads to fewer rows than that of users, and planners do not know.
function emailOfRow(dialect: Dialect): string {
  return dialect === 'sqlite' ? '+l.user_email = ?' : `(l.user_email || '') = ?`;
}
