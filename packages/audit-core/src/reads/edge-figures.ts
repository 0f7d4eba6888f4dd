// What rows at the ends of a period add, added up here: SQLite sorts whatever it is to group, which takes longer than to read it.
import type BetterSqlite3 from 'better-sqlite3';
import { ADMINISTRATION_PLANE } from '../administration/record.ts';
import { USER } from '../rollups/dimensions.ts';
import { addRow, noFigures, type Figures, type FiguredRow } from '../rollups/figures.ts';
import { dayOf, DAY_HOURS, hourWithin } from '../rollups/hour.ts';
import type { SealedRow } from '../row.ts';
import { createElsewhere, type Elsewhere, type Hours } from './elsewhere.ts';
import type { Edge } from './rolled-period.ts';
import type { RolledQuestion } from './rolled-usage-sql.ts';
import { inOrder, sqlText } from './sql-text.ts';
import { millisecondsToNanoseconds } from './time.ts';
import { ACTOR } from './totals.ts';

/** Of one group and one bucket; sessions and users are the last two. */
export type EdgeFigures = readonly [grp: string | number | null, bkt: number | null, ...figures: Figures];

/** @throws the driver's error. The connection is in a transaction: what is read here is added to what is read then. */
export function readEdgeFigures(connection: BetterSqlite3.Database, question: RolledQuestion): EdgeFigures[] {
  const elsewhere = createElsewhere(connection, question);
  const units = new Map<number, Unit>();
  for (const edge of question.period.edges) {
    const hour = hourWithin(edge.from);
    const start = question.unit === null ? 0 : question.unit === 'day' ? dayOf(hour) : hour;
    const unit = units.get(start) ?? openUnit(question, start);
    units.set(start, unit);
    if (hasCells(connection, question, hour)) addRows(unit.places, readRows(connection, question, edge));
  }
  return [...units.values()].flatMap((unit) => figuresOf(question, unit, elsewhere));
}

/** An hour, a day or all of the period: whoever is there is counted in it once. */
interface Unit {
  /** in hours since 1970 */
  readonly start: number;
  readonly length: number;
  /** of the period's whole hours, those within */
  readonly hours: Hours;
  readonly places: Map<string | null, Place>;
}

interface Place {
  readonly figures: Figures;
  readonly sessions: Set<string>;
  readonly users: Set<string>;
}

function openUnit({ unit, period: { from, to } }: RolledQuestion, start: number): Unit {
  const places = new Map<string | null, Place>();
  if (unit === null) return { start, length: 1, hours: { from, to }, places };
  const length = unit === 'day' ? DAY_HOURS : 1;
  return { start, length, hours: { from: Math.max(from, start), to: Math.min(to, start + length) }, places };
}

/** False where the rollups know of no such row in the hour: most rows are of a session. */
function hasCells(
  connection: BetterSqlite3.Database,
  { tenant, dimension, value }: RolledQuestion,
  hour: number,
): boolean {
  const cell = `SELECT 1 FROM usage_rollups WHERE tenant = ? AND dimension = ? AND hours = 1 AND start = ?
    AND value = coalesce(?, value) LIMIT 1`;
  return connection.prepare(cell).get(tenant, dimension, hour, value) !== undefined;
}

type Sum = number | null;
type Row = readonly [
  ...[value: string | null, session: string | null, actor: string | null],
  ...[event: string, decision: SealedRow['decision'], redactions: string],
  ...[input: Sum, output: Sum, cacheRead: Sum, cacheCreation: Sum, used: Sum, cost: Sum],
];

const COLUMNS = `session_id, ${ACTOR}, event, decision, redactions, tokens_input, tokens_output, tokens_cache_read,
  tokens_cache_creation, tokens_used, cost_nano_usd`;

function readRows(
  connection: BetterSqlite3.Database,
  { tenant, rowValue, rowCondition, byDay }: RolledQuestion,
  { from, to }: Edge,
): Row[] {
  const { sql, bindings } = inOrder(
    'SELECT',
    byDay ? 'NULL' : rowValue,
    `AS grp, ${COLUMNS} FROM audit_logs WHERE`,
    rowCondition,
    sqlText(
      `AND plane <> '${ADMINISTRATION_PLANE}' AND tenant = ? AND occurred_at >= ? AND occurred_at < ?`,
      ...[tenant, millisecondsToNanoseconds(from), millisecondsToNanoseconds(to)],
    ),
  );
  return connection
    .prepare<unknown[], Row>(sql)
    .raw()
    .all(...bindings);
}

function addRows(places: Map<string | null, Place>, rows: readonly Row[]): void {
  for (const row of rows) {
    let place = places.get(row[0]);
    if (place === undefined)
      places.set(row[0], (place = { figures: noFigures(), sessions: new Set(), users: new Set() }));
    addRow(place.figures, figuredRow(row));
    if (row[1] !== null) place.sessions.add(row[1]);
    if (row[2] !== null) place.users.add(row[2]);
  }
}

function figuredRow(row: Row): FiguredRow {
  return {
    event: row[3],
    decision: row[4],
    redactions: row[5],
    tokens_input: row[6],
    tokens_output: row[7],
    tokens_cache_read: row[8],
    tokens_cache_creation: row[9],
    tokens_used: row[10],
    cost_nano_usd: row[11],
  };
}

/** With those who were nowhere else in the unit: whoever was is counted there. */
function figuresOf(
  question: RolledQuestion,
  { start, length, hours, places }: Unit,
  elsewhere: Elsewhere,
): EdgeFigures[] {
  const { byDay, bucket, dimension } = question;
  return Array.from(places, ([value, { figures, sessions, users }]): EdgeFigures => {
    const alone = (members: ReadonlySet<string>, isElsewhere: Elsewhere['user']): number =>
      [...members].filter((member) => !isElsewhere(member, value, hours)).length;
    const grp = byDay ? Math.floor(start / DAY_HOURS) : value;
    const bkt = bucket === undefined ? null : start / length;
    // The report does not ask for the users of a user.
    return [
      grp,
      bkt,
      ...figures,
      alone(sessions, elsewhere.session),
      dimension === USER ? 0 : alone(users, elsewhere.user),
    ];
  });
}
