// Rows of the rollups as values in the order of their columns.
import type { FilledCell } from './arrivals.ts';
import type { RollupCell } from './days.ts';
import type { SessionSum } from './rollup-delta.ts';

export type ColumnValue = string | number | null;

/** In the order of `CELL_COLUMNS`. */
export function cellValues(cell: FilledCell): ColumnValue[] {
  return [...figureValues(cell), cell.sessions, cell.users];
}

/** In the order of `FIGURED_COLUMNS`: what rows alone say. */
export function figureValues(cell: RollupCell): ColumnValue[] {
  const { dimension, hours, start, value, first_seq, newest_seq, figures } = cell;
  return [dimension, hours, start, value, first_seq, newest_seq, ...figures];
}

/** In the order of `SESSION_COLUMNS`. @param turns that the session did not have before. */
export function sessionValues(sum: SessionSum, turns: number): ColumnValue[] {
  return [...sumValues(sum), turns];
}

/** All columns but `turns`, which are held against the table of turns. */
export function sumValues(sum: Omit<SessionSum, 'turns'>): ColumnValue[] {
  const { session_id, first_seq, newest_seq, started, ended, plane, actor_least, actor, figures } = sum;
  const { email_least, email, unnamed } = sum;
  const bounds = [first_seq, newest_seq, started, ended];
  return [session_id, ...bounds, plane, actor_least, actor, email_least, email, unnamed, ...figures];
}
