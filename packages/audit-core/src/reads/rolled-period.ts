// Which hours and days of the rollups make up a period, and which moments at its ends only rows can answer for. Pure.
import { DAY_HOURS, hourFrom, hourStart, hourWithin } from '../rollups/hour.ts';

/** How a report splits time: every hour, every day, or not at all. */
export type Unit = 'hour' | 'day' | null;

/** Of `usage_rollups` and `usage_reach`: rows of `hours` with `from <= start < to`. */
export interface RolledPart {
  readonly hours: number;
  readonly from: number;
  readonly to: number;
  /** Who was there before this hour is counted elsewhere; null: everybody is counted here. */
  readonly newSince: number | null;
}

/** Unix milliseconds, `from <= time < to`. */
export interface Edge {
  readonly from: number;
  readonly to: number;
}

export interface RolledPeriod {
  readonly parts: readonly RolledPart[];
  readonly edges: readonly Edge[];
  /** whole hours, `from <= hour < to`: what the parts cover */
  readonly from: number;
  readonly to: number;
}

/** Unix milliseconds. A bound within an hour is `ragged` when rows of that hour lie beyond it. */
export interface Period {
  readonly since: number;
  readonly until: number;
  readonly sinceRagged: boolean;
  readonly untilRagged: boolean;
}

/** Null where the period lies within one hour, or is none. */
export function rolledPeriod(period: Period, unit: Unit): RolledPeriod | null {
  const { since, until, sinceRagged, untilRagged } = period;
  const from = sinceRagged ? hourFrom(since) : hourWithin(since);
  const to = untilRagged ? hourWithin(until) : hourFrom(until);
  if (from > to || since >= until) return null;
  const edges = [
    ...(sinceRagged ? [{ from: since, to: hourStart(from) }] : []),
    ...(untilRagged ? [{ from: hourStart(to), to: until }] : []),
  ];
  return { parts: partsOf(from, to, unit).filter((part) => part.from < part.to), edges, from, to };
}

function partsOf(from: number, to: number, unit: Unit): RolledPart[] {
  if (unit === 'hour') return [{ hours: 1, from, to, newSince: null }];
  const firstDay = Math.ceil(from / DAY_HOURS) * DAY_HOURS;
  const lastDay = Math.floor(to / DAY_HOURS) * DAY_HOURS;
  if (firstDay > lastDay) return [{ hours: 1, from, to, newSince: from }];
  return [
    { hours: 1, from, to: firstDay, newSince: from },
    { hours: DAY_HOURS, from: firstDay, to: lastDay, newSince: unit === 'day' ? null : from },
    { hours: 1, from: lastDay, to, newSince: unit === 'day' ? lastDay : from },
  ];
}

/** The hour at an end of the period, as its rows tell which part of it lies within. */
export interface End {
  readonly hour: number;
  readonly inside: Edge;
  readonly outside: Edge;
  /** The rollups of all of it count; what lies outside is taken off. */
  readonly isRolled: boolean;
}

/** The same period with every end that lies within for the greater part rolled up: fewer rows are left to be added up. */
export function rolledOutwards(
  { edges, from, to }: RolledPeriod,
  unit: Unit,
): { readonly period: RolledPeriod; readonly ends: readonly End[] } {
  const ends = edges.map(endOf);
  const hours = ends.filter(({ isRolled }) => isRolled).map(({ hour }) => hour);
  const first = Math.min(from, ...hours);
  const end = Math.max(to, ...hours.map((hour) => hour + 1));
  const parts = partsOf(first, end, unit).filter((part) => part.from < part.to);
  return { period: { parts, edges: [], from: first, to: end }, ends };
}

function endOf(inside: Edge): End {
  const hour = hourWithin(inside.from);
  const [start, next] = [hourStart(hour), hourStart(hour + 1)];
  const isRolled = (inside.to - inside.from) * 2 > next - start;
  const outside = inside.from === start ? { from: inside.to, to: next } : { from: start, to: inside.from };
  return { hour, inside, outside, isRolled };
}
