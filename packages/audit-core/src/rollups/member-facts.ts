// Facts about who was where. There are many of them, of few places and few members, each of which is hashed once.
import { factOfBoth, type FactMaker } from './facts.ts';

export interface MemberFacts {
  /**
   * @param kind with the member's name: the id of a session, not the number that stands for it in the table; null where that
   * stands for none.
   */
  fact(kind: string, member: string | null, where: number): number;
  /** An hour of one value of one dimension. */
  where(dimension: string, value: string, hour: number): number;
}

/** Members come in many places one after the other: those that were met last are enough. */
const MOST_MEMBERS = 10_000;

export function createMemberFacts(make: FactMaker): MemberFacts {
  const kinds = new Map<string, Map<string | null, number>>();
  const places = new Map<string, Map<string, Map<number, number>>>();
  const who = (kind: string, member: string | null): number => {
    const known = grown(kinds, kind);
    if (known.size >= MOST_MEMBERS) known.clear();
    return remembered(known, member, () => make(kind, member));
  };
  return {
    fact: (kind, member, where) => factOfBoth(where, who(kind, member)),
    where: (dimension, value, hour) =>
      remembered(grown(grown(places, dimension), value), hour, () => make(dimension, value, hour)),
  };
}

function grown<K, Key, Value>(maps: Map<K, Map<Key, Value>>, key: K): Map<Key, Value> {
  let map = maps.get(key);
  if (map === undefined) maps.set(key, (map = new Map<Key, Value>()));
  return map;
}

function remembered<Key>(known: Map<Key, number>, key: Key, make: () => number): number {
  let fact = known.get(key);
  if (fact === undefined) known.set(key, (fact = make()));
  return fact;
}
