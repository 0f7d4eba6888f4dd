// What the table of distinct counts must say, from the members as they stand in theirs.
import { DAY_HOURS, dayOf } from './hour.ts';
import { NEVER } from './reach.ts';

export type MemberName = readonly [dimension: string, value: string, kind: string, member: string];

export interface ReachOfMembers {
  /** In the order of the table: the hours of one member follow each other, rising. */
  member(name: MemberName, hour: number): void;
  /** Whether a row, in the order of `REACH_COLUMNS`, is one of those there must be. Each is asked for once. */
  isRow(row: readonly (string | number | null)[]): boolean;
  /** Dimensions of rows that there must be and that were not asked for. */
  missing(): ReadonlySet<string>;
}

export function createReachOfMembers(): ReachOfMembers {
  const expected = new Map<string, number>();
  let [who, previous] = ['', NEVER];
  const count = (...key: readonly (string | number)[]): void => {
    const name = JSON.stringify(key);
    expected.set(name, (expected.get(name) ?? 0) + 1);
  };
  return {
    member: (name, hour) => {
      const [dimension, value, kind] = name;
      const next = name.join('\u0000');
      if (next !== who) previous = NEVER;
      who = next;
      count(dimension, kind, 1, hour, value, previous);
      if (previous === NEVER || dayOf(previous) !== dayOf(hour))
        count(dimension, kind, DAY_HOURS, dayOf(hour), value, previous);
      previous = hour;
    },
    isRow: (row) => {
      const name = JSON.stringify(row.slice(0, -1));
      const found = expected.get(name);
      expected.delete(name);
      return found !== undefined && found === row.at(-1);
    },
    missing: () => new Set([...expected.keys()].map((name) => String((JSON.parse(name) as unknown[])[0]))),
  };
}
