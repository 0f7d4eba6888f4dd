// The columns of the rollups, and the statements that add to them.
import type { RolledRow } from './rollup-delta.ts';
import { FIGURES, WRAP } from './figures.ts';

export const ROLLUP_TABLES = [
  'usage_rollups',
  'usage_reach',
  'usage_members',
  'session_summaries',
  'session_turns',
] as const;

/** Each begins with its primary key, but for the tenant. */
export const FIGURED_COLUMNS = [
  'dimension',
  'hours',
  'start',
  'value',
  'first_seq',
  'newest_seq',
  ...FIGURES,
] as const;
const ARRIVAL_COLUMNS = ['sessions', 'users'] as const;
export const CELL_COLUMNS = [...FIGURED_COLUMNS, ...ARRIVAL_COLUMNS] as const;
export const MEMBER_COLUMNS = ['kind', 'member', 'dimension', 'value', 'hour'] as const;
export const REACH_COLUMNS = ['dimension', 'kind', 'hours', 'start', 'value', 'previous', 'members'] as const;
export const SUM_COLUMNS = [
  'session_id',
  'first_seq',
  'newest_seq',
  'started',
  'ended',
  'plane',
  'actor_least',
  'actor',
  'email_least',
  'email',
  'unnamed',
  ...FIGURES,
] as const;
export const SESSION_COLUMNS = [...SUM_COLUMNS, 'turns'] as const;

/** Of `audit_logs`: what rollups are made of. */
export const ROLLED_COLUMNS = [
  'seq',
  'occurred_at',
  'correlation_id',
  'session_id',
  'plane',
  'dataset',
  'event',
  'decision',
  'redactions',
  'model',
  'tool_name',
  'user_email',
  'user_account_uuid',
  'user_id',
  'tokens_input',
  'tokens_output',
  'tokens_cache_read',
  'tokens_cache_creation',
  'tokens_used',
  'cost_nano_usd',
  'attributes',
  'resource',
] as const satisfies readonly (keyof RolledRow)[];

const sums = (table: string, columns: readonly string[]): string =>
  columns.map((column) => `${column} = (${table}.${column} + excluded.${column}) % ${WRAP}`).join(', ');

const counts = (table: string, columns: readonly string[]): string =>
  columns.map((column) => `${column} = ${table}.${column} + excluded.${column}`).join(', ');

/** Behind an INSERT into `usage_rollups`. */
export function addCells(comparison: Comparison): string {
  const { least, greatest } = picked('usage_rollups', comparison);
  return `ON CONFLICT (tenant, dimension, hours, start, value) DO UPDATE SET ${least('first_seq')},
    ${greatest('newest_seq')}, ${sums('usage_rollups', FIGURES)}, ${counts('usage_rollups', ARRIVAL_COLUMNS)}`;
}

/** Of a cell that is there: sessions, users, and its key. */
export const ADJUST_CELL = `UPDATE usage_rollups SET sessions = sessions + ?, users = users + ?
  WHERE tenant = ? AND dimension = ? AND hours = ? AND start = ? AND value = ?`;

/** Behind an INSERT into `usage_reach`. */
export const ADD_REACH = `ON CONFLICT (tenant, dimension, kind, hours, start, value, previous)
  DO UPDATE SET members = usage_reach.members + excluded.members`;

/** Behind an INSERT into `session_summaries`; gives back the numbers that name the sessions elsewhere. */
export function addSessions(comparison: Comparison): string {
  const { least, greatest, leastKnown, greatestKnown } = picked('session_summaries', comparison);
  return `ON CONFLICT (tenant, session_id) DO UPDATE SET
    ${least('first_seq')}, ${greatest('newest_seq')}, ${least('started')}, ${greatest('ended')}, ${least('plane')},
    ${leastKnown('actor_least')}, ${greatestKnown('actor')}, ${leastKnown('email_least')}, ${greatestKnown('email')},
    ${counts('session_summaries', ['turns', 'unnamed'])}, ${sums('session_summaries', FIGURES)}
    RETURNING session_id, first_seq`;
}

type Picked = (a: string, b: string) => string;

function picked(table: string, { least, greatest }: Comparison) {
  const both = (pick: Picked) => (column: string) =>
    `${column} = ${pick(`${table}.${column}`, `excluded.${column}`)}`;
  /** The one there is where the other is null. */
  const known =
    (pick: Picked): Picked =>
    (a, b) =>
      `coalesce(${pick(a, b)}, ${a}, ${b})`;
  return {
    least: both(least),
    greatest: both(greatest),
    leastKnown: both(known(least)),
    greatestKnown: both(known(greatest)),
  };
}

/** How a database compares two values; null where one is null, or the other one. */
export interface Comparison {
  readonly least: Picked;
  readonly greatest: Picked;
}

/** Numbers of sessions as text of one length, so that newer ones stand behind older ones. */
export function sessionMember(firstSeq: number): string {
  return String(firstSeq).padStart(16, '0');
}
