// How far a replica has to have come: as far as the primary was some time ago. Row numbers tell, not clocks of two machines.
import type { ChainPosition } from '@governance-agent/audit-core';

/** A replica further behind is not read: what was erased meanwhile would still be shown. */
const MOST_BEHIND_MS = 30_000;

type Sizes = ReadonlyMap<string, number>;

export interface ReplicaHistory {
  /** The chains of the primary as they are now. */
  add(sizes: Sizes, now: number): void;
  /** Whether the replica has everything that the primary had 30 s ago; before that, what it had at the first look. */
  isFollowed(heads: ReadonlyMap<string, ChainPosition>): boolean;
}

export function createReplicaHistory(): ReplicaHistory {
  const looks: { readonly sizes: Sizes; readonly at: number }[] = [];
  return {
    add(sizes, now) {
      looks.push({ sizes, at: now });
      // The newest of those that are old enough stays in front.
      while (looks[1] !== undefined && now - looks[1].at >= MOST_BEHIND_MS) looks.shift();
    },
    isFollowed(heads) {
      const [oldest] = looks;
      if (oldest === undefined) return false;
      return [...oldest.sizes].every(([tenant, size]) => (heads.get(tenant)?.size ?? 0) >= size);
    },
  };
}
