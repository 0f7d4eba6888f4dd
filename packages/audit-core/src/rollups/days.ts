// Hours and the days they are in: both are kept, so that a long period is few days and not many hours.
import type { UsageCell } from './accumulate.ts';
import { addFigures, noFigures, type Figures } from './figures.ts';
import { DAY_HOURS, dayOf } from './hour.ts';

/** A row of `usage_rollups`. */
export interface RollupCell {
  readonly dimension: string;
  readonly value: string;
  /** 1 or 24 */
  readonly hours: number;
  readonly start: number;
  readonly figures: Figures;
}

export function withDays(cells: readonly UsageCell[]): RollupCell[] {
  const days = new Map<string, RollupCell>();
  for (const { dimension, value, hour, figures } of cells) {
    const start = dayOf(hour);
    const key = [dimension, start, value].join('\u0000');
    const day = days.get(key) ?? { dimension, value, hours: DAY_HOURS, start, figures: noFigures() };
    addFigures(day.figures, figures);
    days.set(key, day);
  }
  const hours = cells.map(({ hour, ...cell }) => ({ ...cell, hours: 1, start: hour }));
  return [...hours, ...days.values()];
}
