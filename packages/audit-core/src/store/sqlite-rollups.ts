// Adds a batch to the rollups on SQLite, within the transaction of its rows.
import type BetterSqlite3 from 'better-sqlite3';
import type { RollupDelta, SessionSum, UsageMember } from '../rollups/rollup-delta.ts';
import { withDays } from '../rollups/days.ts';
import { cellValues, sessionValues } from '../rollups/column-values.ts';
import type { KnownMembers } from '../rollups/known-members.ts';
import type { SealedGroup } from '../seal.ts';
import { planReach, type MemberHour, type ReachPlan } from '../rollups/reach.ts';
import {
  addCells,
  ADD_REACH,
  addSessions,
  CELL_COLUMNS,
  MEMBER_COLUMNS,
  REACH_COLUMNS,
  SESSION_COLUMNS,
  sessionMember,
  type Comparison,
} from '../rollups/tables.ts';

/** A group, and the members that are in the store once it is committed. */
export interface Landed {
  readonly group: SealedGroup;
  readonly added: readonly UsageMember[];
}

export interface SqliteRollups {
  /** @returns members that are in the store once the transaction is committed. */
  add(tenant: string, delta: RollupDelta, known: KnownMembers): readonly UsageMember[];
}

export function createSqliteRollups(db: BetterSqlite3.Database): SqliteRollups {
  const statements = prepareStatements(db);
  return { add: (tenant, delta, known) => addDelta(statements, tenant, delta, known) };
}

/** By bytes, and null where one of them is. */
const BYTES: Comparison = { least: (a, b) => `min(${a}, ${b})`, greatest: (a, b) => `max(${a}, ${b})` };

type Statements = ReturnType<typeof prepareStatements>;

function prepareStatements(db: BetterSqlite3.Database) {
  const insert = (table: string, columns: readonly string[]): string =>
    `INSERT INTO ${table} (tenant, ${columns.join(', ')}) VALUES (?${', ?'.repeat(columns.length)})`;
  const who = 'tenant = ? AND dimension = ? AND value = ? AND kind = ? AND member = ?';
  return {
    cell: db.prepare(`${insert('usage_rollups', CELL_COLUMNS)} ${addCells(BYTES)}`),
    member: db.prepare(insert('usage_members', MEMBER_COLUMNS)),
    before: db
      .prepare<unknown[], number>(
        `SELECT hour FROM usage_members WHERE ${who} AND hour <= ? ORDER BY hour DESC LIMIT 1`,
      )
      .pluck(),
    after: db
      .prepare<unknown[], number>(
        `SELECT hour FROM usage_members WHERE ${who} AND hour > ? ORDER BY hour LIMIT 1`,
      )
      .pluck(),
    reach: db.prepare(`${insert('usage_reach', REACH_COLUMNS)} ${ADD_REACH}`),
    // The table must not tell how it came about: only what it says.
    dropEmptyReach: db.prepare(
      `DELETE FROM usage_reach WHERE tenant = ? AND dimension = ? AND kind = ? AND hours = ? AND start = ? AND value = ?
       AND previous = ? AND members = 0`,
    ),
    turn: db.prepare(
      'INSERT INTO session_turns (tenant, session_id, correlation_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
    ),
    session: db.prepare<unknown[], { first_seq: number }>(
      `${insert('session_summaries', SESSION_COLUMNS)} ${addSessions(BYTES)}`,
    ),
  };
}

function addDelta(
  statements: Statements,
  tenant: string,
  delta: RollupDelta,
  known: KnownMembers,
): readonly UsageMember[] {
  const numbers = new Map(delta.sessions.map((sum) => [sum.session_id, addSession(statements, tenant, sum)]));
  const unknown = delta.members.filter((member) => !known.has(tenant, member));
  const plan = planReach(unknown.map((member) => neighbours(statements, tenant, member, numbers)));
  land(statements, tenant, plan);
  for (const cell of withDays(delta.cells)) statements.cell.run(tenant, ...cellValues(cell));
  return unknown;
}

function addSession(statements: Statements, tenant: string, sum: SessionSum): number {
  let turns = 0;
  for (const turn of sum.turns) turns += statements.turn.run(tenant, sum.session_id, turn).changes;
  return statements.session.get(tenant, ...sessionValues(sum, turns))?.first_seq ?? sum.first_seq;
}

function neighbours(
  statements: Statements,
  tenant: string,
  { dimension, value, kind, member, hour }: UsageMember,
  numbers: ReadonlyMap<string, number>,
): MemberHour {
  const stored = kind === 'user' ? member : sessionMember(numbers.get(member) ?? 0);
  const who = [tenant, dimension, value, kind, stored, hour];
  const before = statements.before.get(...who) ?? null;
  const after = before === hour ? null : (statements.after.get(...who) ?? null);
  return { dimension, value, kind, member: stored, hour, before, after };
}

function land(statements: Statements, tenant: string, { fresh, changes }: ReachPlan): void {
  for (const { dimension, value, kind, member, hour } of fresh)
    statements.member.run(tenant, dimension, value, kind, member, hour);
  for (const { dimension, kind, hours, start, value, previous, change } of changes) {
    const key = [tenant, dimension, kind, hours, start, value, previous];
    statements.reach.run(...key, change);
    if (change < 0) statements.dropEmptyReach.run(...key);
  }
}
