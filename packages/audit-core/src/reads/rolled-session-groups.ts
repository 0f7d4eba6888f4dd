// Usage by session: out of summaries where a session lies within the period whole, out of its rows where it does not.
import { ADMINISTRATION_PLANE } from '../administration/record.ts';
import { FIGURES } from '../rollups/figures.ts';
import type { RolledQuestion } from './rolled-usage-sql.ts';
import { rowsOfSessionsSql } from './rows-of-sessions.ts';
import { crossing, overlapping, rowsWithin, wholeWithin, type Bounds } from './session-bounds.ts';
import { inOrder, joined, sqlText, type SqlText } from './sql-text.ts';
import { ACTOR, countedFigures } from './totals.ts';

export interface SessionGroups {
  readonly bounds: Bounds;
  /** groups that are looked at in the end, the largest first */
  readonly limit: number;
}

/** @param counted selects the ids of sessions whose rows are counted. */
export function rolledSessionsSql(
  { tenant, dialect }: RolledQuestion,
  { bounds, limit }: SessionGroups,
  counted: SqlText,
): SqlText[] {
  const name = dialect === 'postgres' ? 'session_id COLLATE "default"' : 'session_id';
  const of = sqlText('tenant = ?', tenant);
  const whole = joined([of, ...wholeWithin(bounds), sqlText(ONE_ACTOR)], ' AND ');
  const partly = inOrder(of, 'AND session_id IN (', counted, ')');
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
      id: 'grp',
      columns: {
        ...{ bkt: 'CAST(NULL AS BIGINT)', ...countedFigures(dialect) },
        ...{ sessions: '1', users: `count(DISTINCT ${ACTOR})` },
      },
      conditions: joined(rows, ' AND '),
      having: sqlText('count(*) > 0'),
    }),
  ];
}

const ONE_ACTOR = '(actor IS NULL OR actor = actor_least)';

/** Sessions that cross a bound; and those of two people, of which there are few. */
export function partlyWithin(tenant: string, bounds: Bounds): SqlText {
  const shared = inOrder(
    sqlText('SELECT session_id FROM session_summaries WHERE tenant = ?', tenant),
    ...overlapping(bounds).map((condition) => inOrder('AND', condition)),
    'AND actor_least <> actor',
  );
  return joined([...crossing(tenant, bounds), shared], ' UNION ALL ');
}
