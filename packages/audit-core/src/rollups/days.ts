// Hours and the days they are in: both are kept, so that a long period is few days and not many hours.
import type { UsageCell } from './rollup-delta.ts';
import { addFigures, noFigures } from './figures.ts';
import { DAY_HOURS, dayOf } from './hour.ts';

/** A row of `usage_rollups`, but for who was there for the first time. */
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

/** @param cells of any order, but the hours of one dimension and value follow each other, rising. */
export function withDays(cells: readonly UsageCell[]): RollupCell[] {
  const all: RollupCell[] = [];
  let day: RollupCell | undefined;
  for (const { dimension, value, hour, first_seq, newest_seq, figures } of cells) {
    const cell = { dimension, value, first_seq, newest_seq, figures };
    const start = dayOf(hour);
    all.push({ ...cell, hours: 1, start: hour });
    const isSame = day?.start === start && day.value === value && day.dimension === dimension;
    if (day !== undefined && !isSame) all.push(day);
    day = joinedCells(isSame ? day : undefined, { ...cell, hours: DAY_HOURS, start });
  }
  return day === undefined ? all : [...all, day];
}
