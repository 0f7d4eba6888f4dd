// The hours that somebody is known to have been in, all of them from the first to the last.
import type { Newcomer } from './newcomer.ts';

export interface KnownHours {
  /** -Infinity: there are none before the first; else the first of the hours */
  from: number;
  /** Infinity: there are none after the last; else the last of the hours */
  to: number;
  /** rising */
  hours: number[];
  /** The first of them was the first there ever was, and none was in the store before it was remembered. */
  isSinceEver: boolean;
}

export type Neighbours = Pick<Newcomer, 'before' | 'after'>;

/** Of whoever has been nowhere. */
export const NOWHERE: Neighbours = { before: null, after: null };

/** Null where it takes the store to tell. `before` is the hour itself where they were there, and nothing is asked behind it. */
export function neighboursOf({ from, to, hours }: KnownHours, hour: number): Neighbours | null {
  if (hour < from || hour > to) return null;
  const index = placeOf(hours, hour);
  if (hours[index] === hour) return { before: hour, after: null };
  return { before: hours[index - 1] ?? null, after: hours[index] ?? null };
}

/** Takes in an hour that is in the store now, and what was there on both sides of it. */
export function learnHour(
  known: KnownHours | undefined,
  { hour, before, after }: Pick<Newcomer, 'hour' | 'before' | 'after'>,
): KnownHours {
  const [from, to] = [before ?? -Infinity, after ?? Infinity];
  // Of two stretches that do not touch the newer one is kept: clients go on from where they are.
  const isApart = known === undefined || from > known.to || to < known.from;
  const isSinceEver = known === undefined && before === null && after === null;
  const kept = isApart ? { from, to, hours: [], isSinceEver } : known;
  kept.from = Math.min(kept.from, from);
  kept.to = Math.max(kept.to, to);
  for (const one of [before, hour, after]) if (one !== null) insert(kept.hours, one);
  return kept;
}

function insert(hours: number[], hour: number): void {
  const index = placeOf(hours, hour);
  if (hours[index] !== hour) hours.splice(index, 0, hour);
}

/** Of the first that is not below; mostly it is the last one, or behind it. */
function placeOf(hours: readonly number[], hour: number): number {
  let [low, high] = [0, hours.length];
  if ((hours[high - 1] ?? -Infinity) < hour) return high;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((hours[middle] ?? Infinity) < hour) low = middle + 1;
    else high = middle;
  }
  return low;
}
