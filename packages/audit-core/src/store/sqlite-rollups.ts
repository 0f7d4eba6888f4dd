// Adds a batch to the rollups on SQLite, within the transaction of its rows.
import type BetterSqlite3 from 'better-sqlite3';
import type { RollupDelta, SessionSum } from '../rollups/rollup-delta.ts';
import { withArrivals, type FilledCells } from '../rollups/arrivals.ts';
import { withDays } from '../rollups/days.ts';
import { cellValues, sessionValues } from '../rollups/column-values.ts';
import type { KnownMembers } from '../rollups/known-members.ts';
import type { SealedGroup } from '../seal.ts';
import type { Newcomer } from '../rollups/newcomer.ts';
import { elsewhere, everywhere, newcomers } from '../rollups/newcomers.ts';
import { planReach, type ReachPlan } from '../rollups/reach.ts';
import type { Steps } from '../steps.ts';
import {
  addCells,
  ADJUST_CELL,
  ADD_REACH,
  addSessions,
  CELL_COLUMNS,
  MEMBER_COLUMNS,
  REACH_COLUMNS,
  SESSION_COLUMNS,
  type Comparison,
} from '../rollups/tables.ts';

/** A group, and the members that are in the store once it is committed. */
export interface Landed {
  readonly group: SealedGroup;
  readonly added: readonly Newcomer[];
}

export interface SqliteRollups {
  /** @returns members that are in the store once the transaction is committed. */
  add(tenant: string, delta: RollupDelta, known: KnownMembers): Steps<readonly Newcomer[]>;
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
  // Casts as in sqlite-values.ts.
  const columns = ['tenant', 'kind', 'member', 'dimension', 'value'];
  const who = columns.map((column, index) => `${column} = CAST(@${index + 1} AS TEXT)`).join(' AND ');
  return {
    cell: db.prepare(`${insert('usage_rollups', CELL_COLUMNS)} ${addCells(BYTES)}`),
    adjust: db.prepare(ADJUST_CELL),
    member: db.prepare(insert('usage_members', MEMBER_COLUMNS)),
    hours: db.prepare<unknown[], Pick<Newcomer, 'before' | 'after'>>(
      `SELECT (SELECT hour FROM usage_members WHERE ${who} AND hour <= CAST(@6 AS INTEGER) ORDER BY hour DESC LIMIT 1) AS before,
         (SELECT hour FROM usage_members WHERE ${who} AND hour > CAST(@6 AS INTEGER) ORDER BY hour LIMIT 1) AS after`,
    ),
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

function* addDelta(
  statements: Statements,
  tenant: string,
  delta: RollupDelta,
  known: KnownMembers,
): Steps<readonly Newcomer[]> {
  const numbers = new Map<string, number>();
  for (const sum of delta.sessions) {
    numbers.set(sum.session_id, addSession(statements, tenant, sum));
    yield;
  }
  const found = newcomers(tenant, delta, known, numbers);
  const { all, unsure } = found;
  yield;
  for (const one of everywhere(unsure)) {
    Object.assign(one, hoursOf(statements, tenant, one));
    yield;
  }
  for (const one of elsewhere(found)) {
    Object.assign(one, hoursOf(statements, tenant, one));
    yield;
  }
  const plan = planReach(all);
  yield;
  yield* land(statements, tenant, plan);
  const filled = withArrivals(withDays(delta.places), plan.arrivals);
  yield;
  yield* landCells(statements, tenant, filled);
  return all;
}

function addSession(statements: Statements, tenant: string, sum: SessionSum): number {
  let turns = 0;
  for (const turn of sum.turns) turns += statements.turn.run(tenant, sum.session_id, turn).changes;
  return statements.session.get(tenant, ...sessionValues(sum, turns))?.first_seq ?? sum.first_seq;
}

function hoursOf(
  { hours }: Statements,
  tenant: string,
  { kind, member, dimension, value, hour }: Newcomer,
): Pick<Newcomer, 'before' | 'after'> | undefined {
  return hours.get({ 1: tenant, 2: kind, 3: member, 4: dimension, 5: value, 6: hour });
}

function* land(statements: Statements, tenant: string, { fresh, changes }: ReachPlan): Steps<void> {
  for (const { dimension, value, kind, member, hour } of fresh) {
    statements.member.run(tenant, kind, member, dimension, value, hour);
    yield;
  }
  for (const { dimension, kind, hours, start, value, previous, change } of changes) {
    const key = [tenant, dimension, kind, hours, start, value, previous];
    statements.reach.run(...key, change);
    if (change < 0) statements.dropEmptyReach.run(...key);
    yield;
  }
}

function* landCells(
  statements: Statements,
  tenant: string,
  { cells, adjustments }: FilledCells,
): Steps<void> {
  for (const cell of cells) {
    statements.cell.run(tenant, ...cellValues(cell));
    yield;
  }
  for (const { dimension, hours, start, value, sessions, users } of adjustments) {
    statements.adjust.run(sessions, users, tenant, dimension, hours, start, value);
    yield;
  }
}
