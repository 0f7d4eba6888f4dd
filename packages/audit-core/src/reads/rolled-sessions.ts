// Sessions out of their summaries; those that lie in the period in part are counted from their rows.
import type { Knex } from 'knex';
import { FIGURES } from '../rollups/figures.ts';
import { readIsRolled } from '../store/rolled-head.ts';
import { decodeCursor } from './cursor.ts';
import { dialectOf, type DecisionFilters } from './filters.ts';
import type { ReadScope } from './read-scope.ts';
import { rawRows } from './raw-rows.ts';
import { overlapping, rowsWithin, wholeWithin } from './rolled-session-groups.ts';
import { COUNTED_FIGURES } from './rolled-usage-sql.ts';
import { rowsOfSessionsSql } from './rows-of-sessions.ts';
import { inOrder, joined, sqlText, type SqlText } from './sql-text.ts';
import { actorSql, leastPlaneSql, type SummaryRow } from './totals.ts';

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
  if (typeof scope !== 'string' || !isPlain) return null;
  const hasBounds = query.since !== undefined || query.until !== undefined;
  if (session !== undefined && hasBounds) return null;
  if (!(await readIsRolled(knex, scope))) return null;
  const of = [
    sqlText('tenant = ?', scope),
    ...(session === undefined ? [] : [sqlText('session_id = ?', session)]),
  ];
  const before = query.cursor === undefined ? null : decodeCursor(query.cursor);
  const whole = wholeSessions(of, query, before, limit);
  if (!hasBounds) return rawRows<SummaryRow>(knex, whole);
  const parts = joined([whole, partSessions(knex, scope, query, before, { whole, limit })], ' UNION ALL ');
  const order = sqlText('ORDER BY newest DESC LIMIT ?', limit);
  return rawRows<SummaryRow>(knex, inOrder('SELECT * FROM (', parts, ') AS parts', order));
}

function wholeSessions(
  of: readonly SqlText[],
  query: RolledSessionsQuery,
  before: number | null,
  limit: number,
): SqlText {
  const conditions = [
    ...of,
    ...wholeWithin(query),
    ...(before === null ? [] : [sqlText('newest_seq < ?', before)]),
  ];
  return inOrder(
    `SELECT * FROM (SELECT session_id, plane, actor, started, ended, newest_seq AS newest, turns, ${FIGURES.join(', ')}
     FROM session_summaries WHERE`,
    joined(conditions, ' AND '),
    sqlText('ORDER BY newest_seq DESC LIMIT ?) AS whole', limit),
  );
}

function partSessions(
  knex: Knex,
  tenant: string,
  query: RolledSessionsQuery,
  before: number | null,
  page: { readonly whole: SqlText; readonly limit: number },
): SqlText {
  const dialect = dialectOf(knex);
  const partly = joined(
    [
      sqlText('tenant = ?', tenant),
      ...overlapping(query),
      inOrder('NOT (', joined(wholeWithin(query), ' AND '), ')'),
      // Those behind the last of a full page are not on it: what they have in the period is no newer than all they have.
      inOrder(
        sqlText(
          'newest_seq >= coalesce((SELECT CASE WHEN count(*) >= ? THEN min(newest) END FROM (',
          page.limit,
        ),
        page.whole,
        ') AS page), 0)',
      ),
    ],
    ' AND ',
  );
  return rowsOfSessionsSql({
    dialect,
    sessions: partly,
    columns: `l.session_id, ${leastPlaneSql(dialect)} AS plane, ${actorSql(dialect)} AS actor,
      min(l.occurred_at) AS started, max(l.occurred_at) AS ended, max(l.seq) AS newest,
      count(DISTINCT l.correlation_id) AS turns, ${COUNTED_FIGURES}`,
    conditions: joined([sqlText('l.tenant = ?', tenant), ...rowsWithin(dialect, query)], ' AND '),
    having: sqlText('max(l.seq) < ?', before ?? Number.MAX_SAFE_INTEGER),
  });
}
