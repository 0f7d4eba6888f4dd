// Rows of the rollups as values in the order of their columns.
import type { RollupCell } from './days.ts';
import type { SessionSum } from './rollup-delta.ts';

export type ColumnValue = string | number | null;

/** In the order of `CELL_COLUMNS`. */
export function cellValues(cell: RollupCell): ColumnValue[] {
  const { dimension, hours, start, value, first_seq, newest_seq, figures } = cell;
  return [dimension, hours, start, value, first_seq, newest_seq, ...figures];
}

/** In the order of `SESSION_COLUMNS`. @param turns that the session did not have before. */
export function sessionValues(sum: SessionSum, turns: number): ColumnValue[] {
  const { session_id, first_seq, newest_seq, started, ended, plane, actor_least, actor, figures } = sum;
  return [session_id, first_seq, newest_seq, started, ended, plane, actor_least, actor, turns, ...figures];
}
