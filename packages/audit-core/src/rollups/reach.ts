// How a session or user that was there in one more hour changes the numbers that distinct counts are made of.
// Of whoever was there in an hour, the store keeps when they were there last before. The distinct ones of a period are then
// those whose last time before lies before the period: each is counted at its first hour within, and no other.
import type { MemberKind } from './rollup-delta.ts';
import { DAY_HOURS, dayOf } from './hour.ts';
import type { Newcomer } from './newcomer.ts';

/** How many were there in this hour, or on this day, and `previous` was the last hour before that they were. */
export interface ReachChange {
  readonly dimension: string;
  readonly value: string;
  readonly kind: MemberKind;
  /** 1 or 24 */
  readonly hours: number;
  readonly start: number;
  readonly previous: number;
  change: number;
}

export interface ReachPlan {
  /** hours that are not in the store */
  readonly fresh: readonly Newcomer[];
  /** of those who were there before; without those that come to nothing */
  readonly changes: readonly ReachChange[];
  /** of those who were not: they stand with the figures */
  readonly arrivals: readonly ReachChange[];
}

/** As `previous`: never before. */
export const NEVER = -1;

/** @param found of one dimension and value by rising hours. */
export function planReach(found: readonly Newcomer[]): ReachPlan {
  const fresh: Newcomer[] = [];
  const changes: ReachChange[] = [];
  let strand: Strand | undefined;
  for (const one of found) {
    if (strand?.value !== one.value || strand.dimension !== one.dimension) {
      if (strand !== undefined) changes.push(...strand.end());
      strand = createStrand(one);
    }
    if (strand.insert(one)) fresh.push(one);
  }
  if (strand !== undefined) changes.push(...strand.end());
  const real = changes.filter(({ change }) => change !== 0);
  const [known, arrivals] = [real.filter(isKnown), real.filter((one) => !isKnown(one))];
  return { fresh, changes: known, arrivals };
}

function isKnown({ previous }: ReachChange): boolean {
  return previous !== NEVER;
}

/** What happens in one dimension and value. */
type Strand = ReturnType<typeof createStrand>;

function createStrand({ dimension, value }: Newcomer) {
  const tracks = { session: createTrack(), user: createTrack() };
  return {
    dimension,
    value,
    /** False where they were there already. */
    insert: (one: Newcomer): boolean => {
      const { newest, add } = tracks[one.kind];
      // What this batch adds is not in the store yet: hours rise, so only the one before can be its own.
      const before = Math.max(one.before ?? NEVER, newest.get(one.member) ?? NEVER);
      newest.set(one.member, one.hour);
      if (before === one.hour) return false;
      insert(one, before, add);
      return true;
    },
    end: (): ReachChange[] => [...tracks.session.changes.values(), ...tracks.user.changes.values()],
  };
}

type Add = (one: Newcomer, hours: number, start: number, previous: number, change: number) => void;

function createTrack() {
  const changes = new Map<number, ReachChange>();
  const add: Add = ({ dimension, value, kind }, hours, start, previous, change) => {
    const key = reachKey(hours, start, previous);
    const known = changes.get(key);
    if (known === undefined) changes.set(key, { dimension, value, kind, hours, start, previous, change });
    else known.change += change;
  };
  return { changes, add, newest: new Map<string, number>() };
}

/** Above every hour that a time can name. */
const HOURS_BOUND = 2 ** 22;

/** One number for all three, of hours and days of the store. */
export function reachKey(hours: number, start: number, previous: number): number {
  return (start * 2 + (hours === DAY_HOURS ? 1 : 0)) * HOURS_BOUND + previous + 1;
}

/** False for what somebody else may have written, and would be taken for another one. */
export function isReachKey(hours: number, start: number, previous: number): boolean {
  const isStart = start >= 0 && start < HOURS_BOUND;
  return (hours === 1 || hours === DAY_HOURS) && isStart && previous >= NEVER && previous < HOURS_BOUND - 1;
}

function insert(one: Newcomer, before: number, add: Add): void {
  const { hour, after } = one;
  const move = (hours: number, start: number): void => {
    add(one, hours, start, before, -1);
    add(one, hours, start, hour, 1);
  };
  add(one, 1, hour, before, 1);
  if (after !== null) move(1, after);
  const day = dayOf(hour);
  const nextDay = after === null ? null : dayOf(after);
  // A day keeps what was before its first hour: nothing changes where the day is known.
  if (!(before !== NEVER && dayOf(before) === day) && nextDay !== day) add(one, DAY_HOURS, day, before, 1);
  if (nextDay !== null && nextDay !== day) move(DAY_HOURS, nextDay);
}
