// Remembers who is in the store already, so that a session is not looked up with every batch.
import type { UsageMember } from './rollup-delta.ts';

export interface KnownMembers {
  has(tenant: string, member: UsageMember): boolean;
  /** Only what was committed: it never leaves the store again. */
  keep(tenant: string, members: readonly UsageMember[]): void;
}

const MOST = 50_000;

export function createKnownMembers(): KnownMembers {
  const known = new Set<string>();
  return {
    has: (tenant, member) => known.has(keyOf(tenant, member)),
    keep: (tenant, members) => {
      // Those of running hours come back at once.
      if (known.size + members.length > MOST) known.clear();
      for (const member of members.slice(0, MOST)) known.add(keyOf(tenant, member));
    },
  };
}

function keyOf(tenant: string, { dimension, value, kind, member, hour }: UsageMember): string {
  return [tenant, dimension, hour, kind, value, member].join('\u0000');
}
