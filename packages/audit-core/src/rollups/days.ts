// Hours and the days they are in: both are kept, so that a long period is few days and not many hours.
import type { UsageCell } from './rollup-delta.ts';
import { addFigures, noFigures } from './figures.ts';
import { DAY_HOURS, dayOf } from './hour.ts';

/** A row of `usage_rollups`. */
export interface RollupCell extends Omit<UsageCell, 'hour'> {
  /** 1 or 24 */
  readonly hours: number;
  readonly start: number;
}

type Sums = Pick<UsageCell, 'first_seq' | 'newest_seq' | 'figures'>;

/** The second added to the first; what is given stays as it was. */
export function joinedCells<C extends Sums>(known: C | undefined, more: C): C {
  const figures = known?.figures ?? noFigures();
  addFigures(figures, more.figures);
  const first_seq = Math.min(known?.first_seq ?? more.first_seq, more.first_seq);
  const newest_seq = Math.max(known?.newest_seq ?? more.newest_seq, more.newest_seq);
  return { ...more, first_seq, newest_seq, figures };
}

export function withDays(cells: readonly UsageCell[]): RollupCell[] {
  const days = new Map<string, RollupCell>();
  for (const { hour, ...cell } of cells) {
    const start = dayOf(hour);
    const key = [cell.dimension, start, cell.value].join('\u0000');
    days.set(key, joinedCells(days.get(key), { ...cell, hours: DAY_HOURS, start }));
  }
  const hours = cells.map(({ hour, ...cell }) => ({ ...cell, hours: 1, start: hour }));
  return [...hours, ...days.values()];
}
