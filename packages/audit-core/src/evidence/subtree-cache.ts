// Remembers roots of perfect subtrees of chains, so that a proof need not read every row hash again. Bounded; made from
// row hashes only; never believed: who uses it checks what comes out (prover.ts).

/** Rows under the smallest subtree that is remembered: what a proof reads anew from the store. */
const TILE_ROWS = 256;
/** About 64 bytes of digests a subtree and as much again for the map; two subtrees a tile. */
const MAX_SUBTREES = 131_072;

export interface Subtree {
  /** 32 bytes */
  readonly root: Uint8Array;
  /** base64 row hash of its last leaf, which by its links stands for every row before it */
  readonly last: string;
}

/** One chain's subtrees, by `subtreeKey`. */
export interface ChainSubtrees {
  readonly known: Map<number, Subtree>;
  /** The filling under way: whoever asks meanwhile waits instead of reading the same rows. */
  filling: Promise<void>;
}

export interface SubtreeCache {
  readonly tileRows: number;
  /** The chain's part; a chain that was made anew has another origin and begins empty. */
  of(tenant: string, origin: string): ChainSubtrees;
  forget(tenant: string, origin: string): void;
}

/** @param options `tileRows` is a power of two from 2. */
export function createSubtreeCache(
  options: { readonly tileRows?: number; readonly maxSubtrees?: number } = {},
): SubtreeCache {
  const { tileRows = TILE_ROWS, maxSubtrees = MAX_SUBTREES } = options;
  const chains = new Map<string, ChainSubtrees>();
  const total = (): number => [...chains.values()].reduce((sum, { known }) => sum + known.size, 0);
  return {
    tileRows,
    of(tenant, origin) {
      const name = JSON.stringify([tenant, origin]);
      const chain = chains.get(name) ?? { known: new Map<number, Subtree>(), filling: Promise.resolve() };
      // A map keeps the order of insertion: the first is the one that was not asked for the longest.
      chains.delete(name);
      chains.set(name, chain);
      for (const oldest of chains.keys()) if (total() > maxSubtrees) chains.delete(oldest);
      return chain;
    },
    forget: (tenant, origin) => void chains.delete(JSON.stringify([tenant, origin])),
  };
}

/** Names the perfect subtree of `2^level` leaves that is the `index`th of its level. */
export function subtreeKey(rows: number, start: number): number {
  return Math.log2(rows) * 2 ** 46 + start / rows;
}
