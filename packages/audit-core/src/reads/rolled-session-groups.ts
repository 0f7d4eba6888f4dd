// Usage by session: out of summaries where a session lies within the period whole, out of its rows where it does not.
import { ADMINISTRATION_PLANE } from '../administration/record.ts';
import { FIGURES } from '../rollups/figures.ts';
import { COUNTED_FIGURES, type RolledQuestion } from './rolled-usage-sql.ts';
import type { Dialect } from '../store/database.ts';
import { rowsOfSessionsSql } from './rows-of-sessions.ts';
import { inOrder, joined, sqlText, type SqlText } from './sql-text.ts';
import { millisecondsToNanoseconds } from './time.ts';
import { ACTOR } from './totals.ts';

/** @param limit groups that are looked at in the end, the largest first. */
export function rolledSessionsSql(
  { tenant, dialect }: RolledQuestion,
  bounds: Bounds,
  limit: number,
): SqlText[] {
  const name = dialect === 'postgres' ? 'session_id COLLATE "default"' : 'session_id';
  const of = sqlText('tenant = ?', tenant);
  const whole = joined([of, ...wholeWithin(bounds), sqlText(ONE_ACTOR)], ' AND ');
  const partly = inOrder(of, 'AND session_id IN (', partlyWithin(of, bounds), ')');
  const rows = [
    sqlText(`l.plane <> '${ADMINISTRATION_PLANE}' AND l.tenant = ?`, tenant),
    ...rowsWithin(dialect, bounds),
  ];
  return [
    inOrder(
      `SELECT * FROM (SELECT session_id AS grp, CAST(NULL AS BIGINT) AS bkt, ${FIGURES.join(', ')}, 1 AS sessions,
         CASE WHEN actor IS NULL THEN 0 ELSE 1 END AS users FROM session_summaries WHERE`,
      whole,
      // No other part knows these sessions: what is behind the limit here is behind it in the end.
      sqlText(`ORDER BY cost_nano_usd DESC, events DESC, ${name} LIMIT ?) AS whole`, limit),
    ),
    rowsOfSessionsSql({
      dialect,
      sessions: partly,
      columns: `l.session_id AS grp, CAST(NULL AS BIGINT) AS bkt, ${COUNTED_FIGURES}, 1 AS sessions,
        count(DISTINCT ${ACTOR}) AS users`,
      conditions: joined(rows, ' AND '),
      having: sqlText('count(*) > 0'),
    }),
  ];
}

/** Unix milliseconds, as in filters. */
export interface Bounds {
  readonly since?: number | undefined;
  readonly until?: number | undefined;
}

const ONE_ACTOR = '(actor IS NULL OR actor = actor_least)';

/** Of `session_summaries`: no row of the session lies outside. */
export function wholeWithin({ since, until }: Bounds): SqlText[] {
  return [
    ...(since === undefined ? [] : [sqlText('started >= ?', millisecondsToNanoseconds(since))]),
    ...(until === undefined ? [] : [sqlText('ended < ?', millisecondsToNanoseconds(until))]),
  ];
}

/** Of `session_summaries`: rows of the session may lie within. */
export function overlapping({ since, until }: Bounds): SqlText[] {
  return [
    ...(since === undefined ? [] : [sqlText('ended >= ?', millisecondsToNanoseconds(since))]),
    ...(until === undefined ? [] : [sqlText('started < ?', millisecondsToNanoseconds(until))]),
  ];
}

/** Of `audit_logs AS l`, of few sessions. */
export function rowsWithin(dialect: Dialect, { since, until }: Bounds): SqlText[] {
  // No index by time: that of the session leads to fewer rows, and planners do not know.
  const time = dialect === 'sqlite' ? '+l.occurred_at' : `(l.occurred_at || '')`;
  return [
    ...(since === undefined ? [] : [sqlText(`${time} >= ?`, millisecondsToNanoseconds(since))]),
    ...(until === undefined ? [] : [sqlText(`${time} < ?`, millisecondsToNanoseconds(until))]),
  ];
}

/** Sessions that cross a bound, told by the index over time alone; and those of two people, of which there are few. */
function partlyWithin(of: SqlText, bounds: Bounds): SqlText {
  const within = joined([of, ...overlapping(bounds)], ' AND ');
  const whole = wholeWithin(bounds);
  const sessions = 'SELECT session_id FROM session_summaries WHERE';
  const crossing = inOrder(sessions, within, 'AND NOT (', joined(whole, ' AND '), ')');
  const shared = inOrder(sessions, within, 'AND actor_least <> actor');
  return whole.length === 0 ? shared : inOrder(crossing, 'UNION ALL', shared);
}
