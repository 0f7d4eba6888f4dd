// What the distinct counts must say, from the members as they stand in their table.
import { DAY_HOURS, dayOf } from './hour.ts';
import { isReachKey, NEVER, reachKey } from './reach.ts';

export type MemberName = readonly [kind: string, member: string, dimension: string, value: string];

/** Of `usage_reach`; of `usage_rollups` with `NEVER`. */
export interface ReachPlace {
  readonly dimension: string;
  readonly kind: string;
  readonly value: string;
  readonly hours: number;
  readonly start: number;
  readonly previous: number;
}

export interface ReachOfMembers {
  /** In the order of the table: the hours of one member follow each other, rising. */
  member(name: MemberName, hour: number): void;
  /** Whether there must be so many. Each is asked for once. */
  isCount(place: ReachPlace, members: number): boolean;
  /** Dimensions of counts that there must be and that were not asked for. */
  missing(): ReadonlySet<string>;
}

/** By `reachKey`. */
type Counts = Map<number, number>;

export function createReachOfMembers(): ReachOfMembers {
  const dimensions = new Map<string, Map<string, Map<string, Counts>>>();
  // Once for every member: a step a name, and no text is joined to make a key.
  const strandOf = (kind: string, dimension: string, value: string): Counts => {
    let kinds = dimensions.get(dimension);
    if (kinds === undefined) dimensions.set(dimension, (kinds = new Map<string, Map<string, Counts>>()));
    let values = kinds.get(kind);
    if (values === undefined) kinds.set(kind, (values = new Map<string, Counts>()));
    let counts = values.get(value);
    if (counts === undefined) values.set(value, (counts = new Map<number, number>()));
    return counts;
  };
  let who: MemberName = ['', '', '', ''];
  let previous = NEVER;
  return {
    member: (name, hour) => {
      const [kind, member, dimension, value] = name;
      // The value first: it is what changes.
      if (value !== who[3] || dimension !== who[2] || member !== who[1] || kind !== who[0]) previous = NEVER;
      who = name;
      const counts = strandOf(kind, dimension, value);
      count(counts, 1, hour, previous);
      if (previous === NEVER || dayOf(previous) !== dayOf(hour))
        count(counts, DAY_HOURS, dayOf(hour), previous);
      previous = hour;
    },
    isCount: (place, members) => {
      const { dimension, kind, value, hours, start, previous: before } = place;
      if (!isReachKey(hours, start, before)) return false;
      const counts = dimensions.get(dimension)?.get(kind)?.get(value);
      const found = counts?.get(reachKey(hours, start, before));
      counts?.delete(reachKey(hours, start, before));
      return found === members;
    },
    missing: () => new Set([...dimensions].filter(([, kinds]) => hasCounts(kinds)).map(([name]) => name)),
  };
}

function count(counts: Counts, hours: number, start: number, previous: number): void {
  const key = reachKey(hours, start, previous);
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function hasCounts(kinds: ReadonlyMap<string, ReadonlyMap<string, Counts>>): boolean {
  return [...kinds.values()].some((values) => [...values.values()].some(({ size }) => size > 0));
}
