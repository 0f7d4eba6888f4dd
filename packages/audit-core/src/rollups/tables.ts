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
export const CELL_COLUMNS = [
  'dimension',
  'hours',
  'start',
  'value',
  'first_seq',
  'newest_seq',
  ...FIGURES,
] as const;
export const MEMBER_COLUMNS = ['dimension', 'value', 'kind', 'member', 'hour'] as const;
export const REACH_COLUMNS = ['dimension', 'kind', 'hours', 'start', 'value', 'previous', 'members'] as const;
export const SESSION_COLUMNS = [
  'session_id',
  'first_seq',
  'newest_seq',
  'started',
  'ended',
  'plane',
  'actor_least',
  'actor',
  'turns',
  ...FIGURES,
] as const;

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

const plus = (table: string, column: string): string =>
  `${column} = (${table}.${column} + excluded.${column}) % ${WRAP}`;

const sums = (table: string, columns: readonly string[]): string =>
  columns.map((column) => plus(table, column)).join(', ');

/** Behind an INSERT into `usage_rollups`. */
export function addCells(comparison: Comparison): string {
  const bounds = picked('usage_rollups', comparison);
  return `ON CONFLICT (tenant, dimension, hours, start, value) DO UPDATE SET
    ${bounds.least('first_seq')}, ${bounds.greatest('newest_seq')}, ${sums('usage_rollups', FIGURES)}`;
}

/** Behind an INSERT into `usage_reach`. */
export const ADD_REACH = `ON CONFLICT (tenant, dimension, kind, hours, start, value, previous)
  DO UPDATE SET members = usage_reach.members + excluded.members`;

/** Behind an INSERT into `session_summaries`; gives back the numbers that name the sessions elsewhere. */
export function addSessions(comparison: Comparison): string {
  const { least, greatest } = picked('session_summaries', comparison);
  return `ON CONFLICT (tenant, session_id) DO UPDATE SET
    ${least('first_seq')}, ${greatest('newest_seq')}, ${least('started')}, ${greatest('ended')},
    ${least('plane')}, ${least('actor_least')}, ${greatest('actor')},
    ${sums('session_summaries', ['turns', ...FIGURES])} RETURNING session_id, first_seq`;
}

function picked(table: string, { least, greatest }: Comparison) {
  const either = (column: string, pick: (a: string, b: string) => string): string => {
    const [old, added] = [`${table}.${column}`, `excluded.${column}`];
    return `${column} = coalesce(${pick(old, added)}, ${old}, ${added})`;
  };
  return {
    least: (column: string) => either(column, least),
    greatest: (column: string) => either(column, greatest),
  };
}

/** How a database compares two values; null where one is null, or the other one. */
export interface Comparison {
  readonly least: (a: string, b: string) => string;
  readonly greatest: (a: string, b: string) => string;
}

/** Numbers of sessions as text of one length, so that newer ones stand behind older ones. */
export function sessionMember(firstSeq: number): string {
  return String(firstSeq).padStart(16, '0');
}
