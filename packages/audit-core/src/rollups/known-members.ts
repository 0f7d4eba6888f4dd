// Remembers who is in the store already, so that a session is not looked up with every batch.
import type { UsageMember } from './rollup-delta.ts';

export interface KnownMembers {
  /**
   * Called with the head that a group lands on. What is remembered was kept with a head, and counts on that one alone:
   * under any other the store may have been set back, and the members with it.
   * @param head base64 row_hash
   */
  landingOn(tenant: string, head: string): void;
  has(tenant: string, member: UsageMember): boolean;
  /** Only what was committed, with the head that was committed with it. */
  keep(tenant: string, head: string, members: readonly UsageMember[]): void;
}

const MOST = 50_000;

export function createKnownMembers(): KnownMembers {
  const heads = new Map<string, string>();
  const known = new Map<string, Set<string>>();
  let count = 0;
  const forget = (tenant: string): void => {
    count -= known.get(tenant)?.size ?? 0;
    known.delete(tenant);
    heads.delete(tenant);
  };
  const forgetAll = (): void => [...known.keys()].forEach(forget);
  return {
    landingOn: (tenant, head) => {
      if (heads.get(tenant) !== head) forget(tenant);
    },
    has: (tenant, member) => known.get(tenant)?.has(keyOf(member)) === true,
    keep: (tenant, head, members) => {
      // Those of running hours come back at once.
      if (count + members.length > MOST) forgetAll();
      const keys = known.get(tenant) ?? new Set();
      const before = keys.size;
      for (const member of members.slice(0, MOST)) keys.add(keyOf(member));
      count += keys.size - before;
      known.set(tenant, keys);
      heads.set(tenant, head);
    },
  };
}

function keyOf({ dimension, value, kind, member, hour }: UsageMember): string {
  return [dimension, hour, kind, value, member].join('\u0000');
}
