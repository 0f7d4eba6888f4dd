// What rows at the ends of a period add to the rollups of its hours, or take off.
import type BetterSqlite3 from 'better-sqlite3';
import { USER } from '../rollups/dimensions.ts';
import { addRow, noFigures, type Figures } from '../rollups/figures.ts';
import { dayOf, DAY_HOURS } from '../rollups/hour.ts';
import { createEdgeReader, figuredRow, type EdgeReader, type EdgeRow, type MemberRow } from './edge-rows.ts';
import { createElsewhere, type Elsewhere, type Hours } from './elsewhere.ts';
import type { End } from './rolled-period.ts';
import type { RolledQuestion } from './rolled-usage-sql.ts';

/** Of one group and one bucket; sessions and users are the last two. */
export type EdgeFigures = readonly [grp: string | number | null, bkt: number | null, ...figures: Figures];

/**
 * What makes the rollups of the period rolled outwards into those of the period.
 * @param question with the hours that lie within whole
 * @throws the driver's error. The connection is in a transaction: what is read here is added to what is read then.
 */
export function readEdgeFigures(
  connection: BetterSqlite3.Database,
  question: RolledQuestion,
  ends: readonly End[],
): EdgeFigures[] {
  const reader = createEdgeReader(connection, question);
  const elsewhere = createElsewhere(connection, question);
  const units = new Map<number, Unit>();
  for (const end of ends) {
    const start = question.unit === null ? 0 : question.unit === 'day' ? dayOf(end.hour) : end.hour;
    const unit = units.get(start) ?? openUnit(question, start);
    units.set(start, unit);
    if (reader.hasRows(end.hour)) addEnd(reader, end, unit.places);
  }
  return [...units.values()].flatMap((unit) => figuresOf(question, unit, elsewhere));
}

/** An hour, a day or all of the period: whoever is there is counted in it once. */
interface Unit {
  /** in hours since 1970 */
  readonly start: number;
  readonly length: number;
  /** of the hours that lie within whole, those of the unit */
  readonly hours: Hours;
  readonly places: Places;
}

/** By the value in the dimension. */
type Places = Map<string | null, Place>;

interface Place {
  readonly more: Figures;
  readonly less: Figures;
  readonly sessions: Members;
  readonly users: Members;
}

interface Members {
  /** seen within the period */
  readonly inside: Set<string>;
  /** seen in an hour that is rolled up */
  readonly rolled: Set<string>;
}

function openUnit({ unit, period: { from, to } }: RolledQuestion, start: number): Unit {
  const places: Places = new Map();
  if (unit === null) return { start, length: 1, hours: { from, to }, places };
  const length = unit === 'day' ? DAY_HOURS : 1;
  return { start, length, hours: { from: Math.max(from, start), to: Math.min(to, start + length) }, places };
}

function addEnd(reader: EdgeReader, { inside, outside, isRolled }: End, places: Places): void {
  if (!isRolled) {
    addRows(places, reader.rows(inside), 'more');
    return;
  }
  addRows(places, reader.rows(outside), 'less');
  for (const row of reader.members(inside)) {
    const place = placeOf(places, row);
    see(place, 'inside', row);
    see(place, 'rolled', row);
  }
}

function addRows(places: Places, rows: readonly EdgeRow[], way: 'more' | 'less'): void {
  for (const row of rows) {
    const place = placeOf(places, row);
    addRow(place[way], figuredRow(row));
    see(place, way === 'more' ? 'inside' : 'rolled', row);
  }
}

function placeOf(places: Places, [value]: EdgeRow | MemberRow): Place {
  let place = places.get(value);
  if (place === undefined) {
    const members = (): Members => ({ inside: new Set(), rolled: new Set() });
    place = { more: noFigures(), less: noFigures(), sessions: members(), users: members() };
    places.set(value, place);
  }
  return place;
}

function see(
  { sessions, users }: Place,
  where: keyof Members,
  [, session, actor]: EdgeRow | MemberRow,
): void {
  if (session !== null) sessions[where].add(session);
  if (actor !== null) users[where].add(actor);
}

function figuresOf(
  { byDay, bucket, dimension }: RolledQuestion,
  { start, length, hours, places }: Unit,
  elsewhere: Elsewhere,
): EdgeFigures[] {
  return Array.from(places, ([value, { more, less, sessions, users }]): EdgeFigures => {
    const change = (members: Members, isElsewhere: Elsewhere['user']): number => {
      const alone = (some: ReadonlySet<string>, others: ReadonlySet<string>): number =>
        [...some].filter((member) => !others.has(member) && !isElsewhere(member, value, hours)).length;
      return alone(members.inside, members.rolled) - alone(members.rolled, members.inside);
    };
    const grp = byDay ? Math.floor(start / DAY_HOURS) : value;
    const bkt = bucket === undefined ? null : start / length;
    const figures = more.map((figure, index) => figure - (less[index] ?? 0));
    // The report does not ask for the users of a user.
    const byUser = dimension === USER ? 0 : change(users, elsewhere.user);
    return [grp, bkt, ...figures, change(sessions, elsewhere.session), byUser];
  });
}
