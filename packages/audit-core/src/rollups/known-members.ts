// Remembers who is in the store already, so that a session is not looked up with every batch.
import type { Newcomer } from './newcomers.ts';
import type { MemberKind, UsageCell } from './rollup-delta.ts';

type Place = Pick<UsageCell, 'dimension' | 'value' | 'hour'>;
type Sets = Readonly<Record<MemberKind, Set<string>>>;

export interface KnownMembers {
  /**
   * Called with the head that a group lands on. What is remembered was kept with a head, and counts on that one alone:
   * under any other the store may have been set back, and the members with it.
   * @param head base64 row_hash
   */
  landingOn(tenant: string, head: string): void;
  /** Who is remembered to have been there, by name. */
  at(tenant: string, place: Place): Readonly<Record<MemberKind, ReadonlySet<string>>> | undefined;
  /** Only what was committed, with the head that was committed with it. */
  keep(tenant: string, head: string, members: readonly Newcomer[]): void;
}

interface OfTenant {
  head: string;
  count: number;
  readonly places: Map<string, Sets>;
}

const MOST = 50_000;

export function createKnownMembers(): KnownMembers {
  const tenants = new Map<string, OfTenant>();
  return {
    landingOn: (tenant, head) => {
      if (tenants.get(tenant)?.head !== head) tenants.delete(tenant);
    },
    at: (tenant, place) => tenants.get(tenant)?.places.get(keyOf(place)),
    keep: (tenant, head, members) => {
      const count = [...tenants.values()].reduce((sum, one) => sum + one.count, 0);
      // Those of running hours come back at once.
      if (count + members.length > MOST) tenants.clear();
      const kept = tenants.get(tenant) ?? { head, count: 0, places: new Map<string, Sets>() };
      tenants.set(tenant, kept);
      kept.head = head;
      if (members.length <= MOST) remember(kept, members);
    },
  };
}

function remember(kept: OfTenant, members: readonly Newcomer[]): void {
  for (const one of members) {
    const key = keyOf(one);
    const sets = kept.places.get(key) ?? { session: new Set(), user: new Set() };
    kept.places.set(key, sets);
    sets[one.kind].add(one.name);
  }
  kept.count += members.length;
}

function keyOf({ dimension, hour, value }: Place): string {
  return `${dimension}\u0000${hour}\u0000${value}`;
}
