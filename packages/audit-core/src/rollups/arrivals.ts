// Who was somewhere for the first time ever stands with the figures of the hour and the day: most sessions are new, and a row
// less is written for each place they are in.
import type { RollupCell } from './days.ts';
import type { ReachChange } from './reach.ts';

/** A row of `usage_rollups`. */
export interface FilledCell extends RollupCell {
  /** first there in this hour or on this day */
  readonly sessions: number;
  readonly users: number;
}

export type Adjustment = Pick<FilledCell, 'dimension' | 'hours' | 'start' | 'value' | 'sessions' | 'users'>;

export interface FilledCells {
  readonly cells: readonly FilledCell[];
  /** of rows that this batch adds no figures to */
  readonly adjustments: readonly Adjustment[];
}

export function withArrivals(cells: readonly RollupCell[], arrivals: readonly ReachChange[]): FilledCells {
  const open = new Map<string, Adjustment>();
  for (const one of arrivals) {
    const { dimension, hours, start, value, kind, change } = one;
    const key = keyOf(one);
    const known = open.get(key) ?? { dimension, hours, start, value, sessions: 0, users: 0 };
    const sessions = known.sessions + (kind === 'session' ? change : 0);
    open.set(key, { ...known, sessions, users: known.users + (kind === 'user' ? change : 0) });
  }
  const filled = cells.map((cell) => {
    const key = keyOf(cell);
    const { sessions = 0, users = 0 } = open.get(key) ?? {};
    open.delete(key);
    return { ...cell, sessions, users };
  });
  return { cells: filled, adjustments: [...open.values()] };
}

function keyOf({ dimension, hours, start, value }: Omit<Adjustment, 'sessions' | 'users'>): string {
  return `${dimension}\u0000${hours}\u0000${start}\u0000${value}`;
}
