// How a session or user that was there in one more hour changes the numbers that distinct counts are made of.
// Of whoever was there in an hour, the table keeps when they were there last before. The distinct ones of a period are then
// those whose last time before lies before the period: each is counted at its first hour within, and no other.
import type { MemberKind } from './rollup-delta.ts';
import { DAY_HOURS, dayOf } from './hour.ts';

/** An hour that a batch found somebody in, with what the store has on both sides of it. */
export interface MemberHour {
  readonly dimension: string;
  readonly value: string;
  readonly kind: MemberKind;
  /** as it stands in the table */
  readonly member: string;
  readonly hour: number;
  /** newest hour in the store at or before this one; null without */
  readonly before: number | null;
  /** first hour in the store after this one; null without */
  readonly after: number | null;
}

/** How many were there in this hour, or on this day, and `previous` was the last hour before that they were. */
export interface ReachChange {
  readonly dimension: string;
  readonly value: string;
  readonly kind: MemberKind;
  /** 1 or 24 */
  readonly hours: number;
  readonly start: number;
  readonly previous: number;
  readonly change: number;
}

export interface ReachPlan {
  /** hours that are not in the store */
  readonly fresh: readonly MemberHour[];
  /** without those that come to nothing */
  readonly changes: readonly ReachChange[];
}

/** As `previous`: never before. */
export const NEVER = -1;

export function planReach(found: readonly MemberHour[]): ReachPlan {
  const fresh: MemberHour[] = [];
  const changes = createChanges();
  const newest = new Map<string, number>();
  for (const one of found.toSorted((a, b) => a.hour - b.hour)) {
    const who = [one.dimension, one.value, one.kind, one.member].join('\u0000');
    // What this batch adds is not in the store yet: hours rise, so only the one before can be its own.
    const before = Math.max(one.before ?? NEVER, newest.get(who) ?? NEVER);
    newest.set(who, one.hour);
    if (before === one.hour) continue;
    fresh.push(one);
    changes.insert(one, before);
  }
  return { fresh, changes: changes.end() };
}

function createChanges() {
  const changes = new Map<string, ReachChange>();
  const add = (one: MemberHour, hours: number, start: number, previous: number, change: number): void => {
    const { dimension, value, kind } = one;
    const key = [dimension, value, kind, hours, start, previous].join('\u0000');
    const known = changes.get(key)?.change ?? 0;
    changes.set(key, { dimension, value, kind, hours, start, previous, change: known + change });
  };
  const move = (one: MemberHour, hours: number, start: number, from: number, to: number): void => {
    add(one, hours, start, from, -1);
    add(one, hours, start, to, 1);
  };
  return {
    insert: (one: MemberHour, before: number): void => {
      const { hour, after } = one;
      add(one, 1, hour, before, 1);
      if (after !== null) move(one, 1, after, before, hour);
      const day = dayOf(hour);
      const nextDay = after === null ? null : dayOf(after);
      // A day keeps what was before its first hour: nothing changes where the day is known.
      if (!(before !== NEVER && dayOf(before) === day) && nextDay !== day)
        add(one, DAY_HOURS, day, before, 1);
      if (nextDay !== null && nextDay !== day) move(one, DAY_HOURS, nextDay, before, hour);
    },
    end: (): ReachChange[] => [...changes.values()].filter(({ change }) => change !== 0),
  };
}
