// Adds a batch to the rollups on PostgreSQL, within the transaction of its rows and under the lock of their head.
import type { ClientBase, QueryResultRow } from 'pg';
import { withArrivals, type Adjustment } from '../rollups/arrivals.ts';
import type { RollupDelta, SessionSum } from '../rollups/rollup-delta.ts';
import { cellValues, sessionValues, type ColumnValue } from '../rollups/column-values.ts';
import { withDays } from '../rollups/days.ts';
import type { KnownMembers } from '../rollups/known-members.ts';
import type { Newcomer } from '../rollups/newcomer.ts';
import { elsewhere, everywhere, newcomers } from '../rollups/newcomers.ts';
import { planReach, type ReachChange, type ReachPlan } from '../rollups/reach.ts';
import {
  addCells,
  ADD_REACH,
  addSessions,
  CELL_COLUMNS,
  MEMBER_COLUMNS,
  REACH_COLUMNS,
  SESSION_COLUMNS,
  SUM_COLUMNS,
  type Comparison,
} from '../rollups/tables.ts';
import { namedStatements } from './postgres-transaction.ts';

const run = namedStatements('rollup');

/** @returns members that are in the store once the transaction is committed. */
export async function addToPostgresRollups(
  client: ClientBase,
  tenant: string,
  delta: RollupDelta,
  known: KnownMembers,
): Promise<readonly Newcomer[]> {
  const numbers = await addAllSessions(client, tenant, delta.sessions);
  const found = newcomers(tenant, delta, known, numbers);
  const { all, unsure } = found;
  await findHours(client, tenant, everywhere(unsure));
  await findHours(client, tenant, elsewhere(found));
  const plan = planReach(all);
  const { cells, adjustments } = withArrivals(withDays(delta.places), plan.arrivals);
  // Sent together: none waits for what another says, and the server takes them in this order.
  await Promise.all([
    ...land(client, tenant, plan),
    add(client, tenant, ['usage_rollups', CELL_COLUMNS, ADD_CELLS], cells.map(cellValues)),
    adjust(client, tenant, adjustments),
  ]);
  return all;
}

type Target = readonly [table: string, columns: readonly string[], onConflict: string];

async function add(
  client: ClientBase,
  tenant: string,
  [table, columns, onConflict]: Target,
  rows: readonly (readonly ColumnValue[])[],
): Promise<void> {
  if (rows.length === 0) return;
  const names = columns.join(', ');
  const sql = `INSERT INTO ${table} (tenant, ${names})
     SELECT $1, ${names} FROM json_populate_recordset(NULL::${table}, $2::json) ${onConflict}`;
  await run(client, `add-${table}`, sql, [tenant, JSON.stringify(records(columns, rows))]);
}

function records(
  columns: readonly string[],
  rows: readonly (readonly ColumnValue[])[],
): Record<string, ColumnValue | undefined>[] {
  return rows.map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index]])));
}

async function addAllSessions(
  client: ClientBase,
  tenant: string,
  sums: readonly SessionSum[],
): Promise<ReadonlyMap<string, number>> {
  if (sums.length === 0) return new Map();
  const turns = sums.flatMap(({ session_id, turns: ids }) =>
    [...ids].map((correlation_id) => ({ session_id, correlation_id })),
  );
  const sessions = records(
    SESSION_COLUMNS,
    sums.map((sum) => sessionValues(sum, 0)),
  );
  const rows = await run<{ session_id: string; first_seq: number }>(client, 'sessions', ADD_ALL_SESSIONS, [
    ...[tenant, JSON.stringify(sessions)],
    JSON.stringify(turns),
  ]);
  return new Map(rows.map(({ session_id, first_seq }) => [session_id, first_seq]));
}

const BYTES: Comparison = {
  least: (a, b) => `least(${a}, ${b})`,
  greatest: (a, b) => `greatest(${a}, ${b})`,
};
const ADD_CELLS = addCells(BYTES);

/** A session has as many more turns as are new to their table. */
const ADD_ALL_SESSIONS = `WITH arrived AS (
    INSERT INTO session_turns (tenant, session_id, correlation_id)
      SELECT $1, t.session_id, t.correlation_id FROM json_populate_recordset(NULL::session_turns, $3::json) AS t
      ON CONFLICT DO NOTHING RETURNING session_id
  ), counted AS (SELECT session_id, count(*) AS turns FROM arrived GROUP BY session_id)
  INSERT INTO session_summaries (tenant, ${SESSION_COLUMNS.join(', ')})
    SELECT $1, ${SUM_COLUMNS.map((column) => `s.${column}`).join(', ')}, coalesce(counted.turns, 0)
    FROM json_populate_recordset(NULL::session_summaries, $2::json) AS s
    LEFT JOIN counted ON counted.session_id = s.session_id ${addSessions(BYTES)}`;

const WHO = `m.tenant = $1 AND m.kind = c.kind AND m.member = c.member AND m.dimension = c.dimension AND m.value = c.value`;

const HOURS = `SELECT
    (SELECT m.hour FROM usage_members AS m WHERE ${WHO} AND m.hour <= c.hour ORDER BY m.hour DESC LIMIT 1) AS before,
    (SELECT m.hour FROM usage_members AS m WHERE ${WHO} AND m.hour > c.hour ORDER BY m.hour LIMIT 1) AS after
  FROM json_populate_recordset(NULL::usage_members, $2::json) WITH ORDINALITY
    AS c(tenant, kind, member, dimension, value, hour, place) ORDER BY c.place`;

type Hours = Pick<Newcomer, 'before' | 'after'> & QueryResultRow;

async function findHours(client: ClientBase, tenant: string, unsure: readonly Newcomer[]): Promise<void> {
  if (unsure.length === 0) return;
  const found = await run<Hours>(client, 'hours', HOURS, [tenant, JSON.stringify(unsure)]);
  for (const [index, hours] of found.entries()) {
    const one = unsure[index];
    if (one !== undefined) Object.assign(one, hours);
  }
}

async function adjust(client: ClientBase, tenant: string, adjustments: readonly Adjustment[]): Promise<void> {
  if (adjustments.length === 0) return;
  await run(client, 'adjust', ADJUST_CELLS, [tenant, JSON.stringify(adjustments)]);
}

const ADJUST_CELLS = `UPDATE usage_rollups AS r SET sessions = r.sessions + c.sessions, users = r.users + c.users
  FROM json_populate_recordset(NULL::usage_rollups, $2::json) AS c
  WHERE r.tenant = $1 AND r.dimension = c.dimension AND r.hours = c.hours AND r.start = c.start AND r.value = c.value`;

function land(client: ClientBase, tenant: string, { fresh, changes }: ReachPlan): Promise<void>[] {
  const members = fresh.map(({ dimension, value, kind, member, hour }) => [
    ...[kind, member, dimension, value],
    hour,
  ]);
  return [
    add(client, tenant, ['usage_members', MEMBER_COLUMNS, ''], members),
    add(client, tenant, ['usage_reach', REACH_COLUMNS, ADD_REACH], changes.map(reachValues)),
    dropEmpty(
      client,
      tenant,
      changes.filter(({ change }) => change < 0),
    ),
  ];
}

async function dropEmpty(
  client: ClientBase,
  tenant: string,
  lessened: readonly ReachChange[],
): Promise<void> {
  if (lessened.length > 0) await run(client, 'drop-reach', DROP_EMPTY, [tenant, JSON.stringify(lessened)]);
}

function reachValues({ dimension, kind, hours, start, value, previous, change }: ReachChange): ColumnValue[] {
  return [dimension, kind, hours, start, value, previous, change];
}

// The table must not tell how it came about: only what it says.
const DROP_EMPTY = `DELETE FROM usage_reach AS r USING json_populate_recordset(NULL::usage_reach, $2::json) AS c
  WHERE r.tenant = $1 AND r.dimension = c.dimension AND r.kind = c.kind AND r.hours = c.hours AND r.start = c.start
    AND r.value = c.value AND r.previous = c.previous AND r.members = 0`;
