// Remembers when who was where, so that the store is not asked with every batch.
import type { Steps } from '../steps.ts';
import { learnHour, type KnownHours } from './known-hours.ts';
import type { Newcomer } from './newcomer.ts';
import type { MemberKind, UsageCell } from './rollup-delta.ts';

type Strand = Pick<UsageCell, 'dimension' | 'value'>;
type Members = Readonly<Record<MemberKind, Map<string, KnownHours>>>;

export interface KnownMembers {
  /**
   * Called with the head that a group lands on. What is remembered was kept with a head, and counts on that one alone:
   * under any other the store may have been set back, and the members with it.
   * @param head base64 row_hash
   */
  landingOn(tenant: string, head: string): void;
  /**
   * Called behind it, with the attributes that usage is rolled up by; null where the group is not rolled up. Whoever lands
   * unseen, or in dimensions that are not kept, would be missing from what is remembered as whole.
   */
  rollingUpBy(tenant: string, attributes: readonly string[] | null): void;
  /** Who is remembered to have been there, by name. */
  at(
    tenant: string,
    strand: Strand,
  ): Readonly<Record<MemberKind, ReadonlyMap<string, KnownHours>>> | undefined;
  /**
   * Only what was committed, with the head that was committed with it. A group that lands before the last step finds
   * nobody remembered.
   */
  keep(tenant: string, head: string, members: readonly Newcomer[]): Steps<void>;
}

interface OfTenant {
  head: string;
  readonly attributes: string;
  /** hours, about */
  count: number;
  readonly strands: Map<string, Members>;
}

const MOST = 100_000;

export function createKnownMembers(): KnownMembers {
  const tenants = new Map<string, OfTenant>();
  return {
    landingOn: (tenant, head) => {
      if (tenants.get(tenant)?.head !== head) tenants.delete(tenant);
    },
    rollingUpBy: (tenant, list) => {
      const attributes = list?.join() ?? null;
      if (attributes === null) tenants.delete(tenant);
      else if (tenants.get(tenant)?.attributes !== attributes) tenants.set(tenant, nobody(attributes));
    },
    at: (tenant, strand) => tenants.get(tenant)?.strands.get(keyOf(strand)),
    *keep(tenant, head, members) {
      const kept = tenants.get(tenant);
      if (kept === undefined) return;
      // Nobody finds what is not whole.
      tenants.delete(tenant);
      yield* remember(kept, members);
      kept.head = head;
      if (!tenants.has(tenant)) tenants.set(tenant, kept);
      const count = [...tenants.values()].reduce((sum, one) => sum + one.count, 0);
      // Those of running hours come back at once. All or nothing: what is remembered is whole.
      if (count > MOST) tenants.clear();
    },
  };
}

function nobody(attributes: string): OfTenant {
  return { head: '', attributes, count: 0, strands: new Map<string, Members>() };
}

function* remember(kept: OfTenant, members: readonly Newcomer[]): Steps<void> {
  let strand: Members | undefined;
  let last: Strand | undefined;
  for (const one of members) {
    // They come strand by strand.
    if (strand === undefined || one.value !== last?.value || one.dimension !== last.dimension)
      strand = strandOf(kept, one);
    last = one;
    strand[one.kind].set(one.name, learnHour(strand[one.kind].get(one.name), one));
    yield;
  }
  kept.count += members.length;
}

function strandOf({ strands }: OfTenant, strand: Strand): Members {
  const key = keyOf(strand);
  const members = strands.get(key) ?? noMembers();
  strands.set(key, members);
  return members;
}

function noMembers(): Members {
  return { session: new Map<string, KnownHours>(), user: new Map<string, KnownHours>() };
}

function keyOf({ dimension, value }: Strand): string {
  return `${dimension}\u0000${value}`;
}
