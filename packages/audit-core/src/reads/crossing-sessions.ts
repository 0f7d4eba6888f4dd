// Sessions that cross a bound of a period, by the rows next to the bound: one walk in the order of time, instead of each session's rows.
import type BetterSqlite3 from 'better-sqlite3';
import { addRow, FIGURES, noFigures, type FigureName, type Figures } from '../rollups/figures.ts';
import type { EdgeFigures } from './edge-figures.ts';
import { createEdgeReader, figuredRow } from './edge-rows.ts';
import type { Edge } from './rolled-period.ts';
import { partlyWithin } from './rolled-session-groups.ts';
import type { RolledQuestion } from './rolled-usage-sql.ts';
import type { Bounds } from './session-bounds.ts';
import { inOrder, sqlText } from './sql-text.ts';
import { clampMilliseconds, millisecondsToNanoseconds, nanosecondsToMilliseconds } from './time.ts';

export interface CrossingSessions {
  readonly figures: readonly EdgeFigures[];
  /** ids of those whose own rows are to be counted */
  readonly others: readonly string[];
}

/** @throws the driver's error. The connection is in a transaction. */
export function readCrossingSessions(
  connection: BetterSqlite3.Database,
  question: RolledQuestion,
  bounds: Bounds,
): CrossingSessions {
  const { tenant } = question;
  const { sql, bindings } = inOrder(
    sqlText(`SELECT ${SUMMARY} FROM session_summaries WHERE tenant = ? AND session_id IN (`, tenant),
    partlyWithin(tenant, bounds),
    ')',
  );
  const left = new Map(
    connection
      .prepare<unknown[], Summary>(sql)
      .all(...bindings)
      .map((one) => [one.session_id, one]),
  );
  const sessions = [...left.values()].filter(isOfOne);
  const figures: EdgeFigures[] = [];
  for (const walk of walksOf(sessions, bounds)) {
    if (!isWorthIt(connection, tenant, walk)) continue;
    figures.push(...walked(connection, question, walk));
    for (const { session_id } of walk.sessions) left.delete(session_id);
  }
  return { figures, others: [...left.keys()] };
}

type Summary = Readonly<Record<FigureName, number>> & {
  readonly session_id: string;
  readonly started: string;
  readonly ended: string;
  readonly email_least: string | null;
  readonly email: string | null;
  readonly unnamed: number;
};

const SUMMARY = `session_id, started, ended, email_least, email, unnamed, ${FIGURES.join(', ')}`;

/** Each of its rows bears one address: whichever of them lie within, one user is there. */
function isOfOne({ email_least, email, unnamed }: Summary): boolean {
  return unnamed === 0 && email !== null && email === email_least;
}

interface Walk {
  readonly edge: Edge;
  /** the edge holds the rows that do not lie within */
  readonly isOutside: boolean;
  readonly sessions: readonly Summary[];
}

/** Milliseconds. Sessions that reach further are better counted each by itself. */
const REACH = 4 * 3_600_000;

/** Of sessions that cross one bound, the part on its nearer side. */
function walksOf(sessions: readonly Summary[], { since, until }: Bounds): Walk[] {
  const over = since === undefined ? -Infinity : clampMilliseconds(since);
  const upTo = until === undefined ? Infinity : clampMilliseconds(until);
  const walks = new Map<string, { edge: Edge; isOutside: boolean; sessions: Summary[] }>();
  for (const session of sessions) {
    const first = nanosecondsToMilliseconds(session.started);
    const end = nanosecondsToMilliseconds(session.ended) + 1;
    const [crossesSince, crossesUntil] = [first < over, end > upTo];
    if (crossesSince === crossesUntil) continue;
    const bound = crossesSince ? over : upTo;
    const isBefore = bound - first < end - bound;
    const edge = isBefore ? { from: first, to: bound } : { from: bound, to: end };
    if (edge.to - edge.from > REACH) continue;
    const isOutside = isBefore === crossesSince;
    const key = `${bound} ${isBefore}`;
    const walk = walks.get(key) ?? { edge, isOutside, sessions: [] };
    walks.set(key, walk);
    walk.edge = { from: Math.min(walk.edge.from, edge.from), to: Math.max(walk.edge.to, edge.to) };
    walk.sessions.push(session);
  }
  return [...walks.values()];
}

/** A row that is found by itself costs as much as some that stand in a row. */
const ROWS_A_LOOK_UP = 3;

function isWorthIt(connection: BetterSqlite3.Database, tenant: string, { edge, sessions }: Walk): boolean {
  const most = sessions.reduce((sum, { events }) => sum + events, 0) * ROWS_A_LOOK_UP;
  const rows = `SELECT count(*) FROM (SELECT 1 FROM audit_logs WHERE tenant = ? AND occurred_at >= ? AND occurred_at < ? LIMIT ?)`;
  const [from, to] = [edge.from, edge.to].map(millisecondsToNanoseconds);
  const found = connection.prepare<unknown[], number>(rows).pluck().get(tenant, from, to, most) ?? 0;
  return found < most;
}

function walked(
  connection: BetterSqlite3.Database,
  question: RolledQuestion,
  { edge, isOutside, sessions }: Walk,
): EdgeFigures[] {
  const ids = JSON.stringify(sessions.map(({ session_id }) => session_id));
  // With the sign no index is looked for: the rows are walked by their time.
  const rowCondition = sqlText('+session_id IN (SELECT value FROM json_each(?))', ids);
  const reader = createEdgeReader(connection, { ...question, rowValue: sqlText('session_id'), rowCondition });
  const sums = new Map<string | null, Figures>();
  for (const row of reader.rows(edge)) {
    const sum = sums.get(row[0]) ?? noFigures();
    sums.set(row[0], sum);
    addRow(sum, figuredRow(row));
  }
  return sessions.flatMap((session): EdgeFigures[] => {
    const seen = sums.get(session.session_id) ?? noFigures();
    const figures = isOutside ? FIGURES.map((name, index) => session[name] - (seen[index] ?? 0)) : seen;
    return figures[0] === 0 ? [] : [[session.session_id, null, ...figures, 1, 1]];
  });
}
