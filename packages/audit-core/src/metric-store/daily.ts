// Days of a series, added up from points.
import type { Counting } from './increase.ts';
import type { DailyRow, PointRow } from './metric-rows.ts';

export const NS_PER_DAY = 86_400_000_000_000n;

/** What one point adds to its day, by the end of the time that it covers. */
export function dailyOf(point: PointRow, counting: Counting): DailyRow {
  const isLevel = counting === 'level';
  const reading = isLevel ? point.value : null;
  return {
    series_id: point.series_id,
    day: Number(BigInt(point.time) / NS_PER_DAY),
    points: 1,
    total: (isLevel ? point.value : point.delta) ?? 0,
    observations: point.delta_observations ?? 0,
    lowest: reading ?? point.lowest,
    highest: reading ?? point.highest,
    last: reading,
    last_time: reading === null ? null : point.time,
  };
}

export function addToDaily(days: Map<string, DailyRow>, row: DailyRow): void {
  const key = `${row.series_id} ${row.day}`;
  const known = days.get(key);
  days.set(key, known === undefined ? row : sumOf(known, row));
}

function sumOf(a: DailyRow, b: DailyRow): DailyRow {
  const newest = (b.last_time ?? '') >= (a.last_time ?? '') ? b : a;
  return {
    ...a,
    points: a.points + b.points,
    total: a.total + b.total,
    observations: a.observations + b.observations,
    lowest: either(Math.min, a.lowest, b.lowest),
    highest: either(Math.max, a.highest, b.highest),
    last: newest.last,
    last_time: newest.last_time,
  };
}

function either(choose: (a: number, b: number) => number, a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return choose(a, b);
}
