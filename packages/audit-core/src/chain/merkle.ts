// The Merkle tree of RFC 6962 over row hashes, as its frontier: the roots of the perfect subtrees, largest first.
import { hash } from 'node:crypto';

/** All that is needed to append leaves and to know the root: one digest per binary one in `size`. */
export interface Frontier {
  readonly size: number;
  readonly peaks: readonly Uint8Array[];
}

export const EMPTY_FRONTIER: Frontier = { size: 0, peaks: [] };

/** RFC 6962 section 2.1: an inner node is hashed behind 0x01, so that it can never pass for a leaf. */
export const NODE_PREFIX = Uint8Array.of(1);

/** Digest of an inner node; children are 32-byte digests. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  return hash('sha256', Buffer.concat([NODE_PREFIX, left, right]), 'buffer');
}

/** The frontier after more leaves. Leaves are RFC 6962 leaf hashes: `row_hash`, 32 bytes. */
export function extendFrontier({ size, peaks }: Frontier, leaves: Iterable<Uint8Array>): Frontier {
  const next = [...peaks];
  let count = size;
  for (const leaf of leaves) {
    next.push(joinPeaks(next, leaf, count));
    count += 1;
  }
  return { size: count, peaks: next };
}

/**
 * Takes off the peaks that a new subtree completes, and returns their common root. `size` counts subtrees of the new
 * one's height: each trailing one of it is a peak as high as what is being added. No bit operators: sizes pass 2^31.
 */
export function joinPeaks(peaks: Uint8Array[], leaf: Uint8Array, size: number): Uint8Array {
  let node = leaf;
  for (let rest = size; rest % 2 === 1; rest = (rest - 1) / 2) {
    const left = peaks.pop();
    if (left === undefined) throw new RangeError('a frontier has one peak per binary one of its size');
    node = nodeHash(left, node);
  }
  return node;
}

/** Root of the tree, 32 bytes; without leaves the SHA-256 of nothing (RFC 6962 section 2.1). */
export function frontierRoot({ peaks }: Frontier): Uint8Array {
  const [smallest, ...larger] = peaks.toReversed();
  if (smallest === undefined) return hash('sha256', '', 'buffer');
  return larger.reduce((right, left) => nodeHash(left, right), smallest);
}

/** Root over a list of leaf hashes. */
export function merkleRoot(leaves: Iterable<Uint8Array>): Uint8Array {
  return frontierRoot(extendFrontier(EMPTY_FRONTIER, leaves));
}
