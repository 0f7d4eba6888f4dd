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
  const strands = new Map<string, { readonly dimension: string; readonly counts: Counts }>();
  let who: MemberName = ['', '', '', ''];
  let previous = NEVER;
  return {
    member: (name, hour) => {
      if (name.some((part, index) => part !== who[index])) previous = NEVER;
      who = name;
      const [kind, , dimension, value] = name;
      const key = strandKey({ kind, dimension, value });
      const strand = strands.get(key) ?? { dimension, counts: new Map<number, number>() };
      strands.set(key, strand);
      count(strand.counts, 1, hour, previous);
      if (previous === NEVER || dayOf(previous) !== dayOf(hour))
        count(strand.counts, DAY_HOURS, dayOf(hour), previous);
      previous = hour;
    },
    isCount: (place, members) => {
      const { hours, start, previous: before } = place;
      if (!isReachKey(hours, start, before)) return false;
      const counts = strands.get(strandKey(place))?.counts;
      const found = counts?.get(reachKey(hours, start, before));
      counts?.delete(reachKey(hours, start, before));
      return found === members;
    },
    missing: () => {
      const left = [...strands.values()].filter(({ counts }) => counts.size > 0);
      return new Set(left.map(({ dimension }) => dimension));
    },
  };
}

function count(counts: Counts, hours: number, start: number, previous: number): void {
  const key = reachKey(hours, start, previous);
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function strandKey({ kind, dimension, value }: Pick<ReachPlace, 'kind' | 'dimension' | 'value'>): string {
  return `${kind}\u0000${dimension}\u0000${value}`;
}
