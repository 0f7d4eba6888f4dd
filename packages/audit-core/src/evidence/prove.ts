// Makes proofs out of roots of ranges, and checks each by the rules of RFC 9162 that its reader will check it by.
import {
  consistencyRanges,
  inclusionRanges,
  verifyConsistency,
  verifyInclusion,
  type LeafRange,
} from '../chain/merkle-proof.ts';
import { parseCheckpoint } from '../chain/checkpoint.ts';
import type { StoredCheckpoint } from '../seal-checkpoint.ts';
import type { ProvenLeaf } from './tlog-proof.ts';
import type { TreeReader } from './tree-reader.ts';

/** Proves one row a leaf of the tree of a size. All digests base64, 32 bytes. */
export interface InclusionProof extends ProvenLeaf {
  readonly size: number;
  readonly leaf: string;
  readonly root: string;
}

/** Proves the tree of the smaller size a prefix of the larger. All digests base64, 32 bytes. */
export interface ConsistencyProof {
  readonly from: number;
  readonly to: number;
  readonly fromRoot: string;
  readonly toRoot: string;
  readonly path: readonly string[];
}

/** A proof and the tree it leads to. */
export interface Proven<T> {
  readonly proof: T;
  readonly size: number;
  readonly root: Uint8Array;
}

type Roots = Pick<TreeReader, 'root'>;

/** Null when the proof does not hold. Needs `1 <= seq <= size`. */
export async function proveInclusion(
  tree: Roots,
  seq: number,
  size: number,
): Promise<Proven<InclusionProof> | null> {
  const index = seq - 1;
  const leaf = await tree.root({ start: index, end: seq });
  const root = await tree.root({ start: 0, end: size });
  const path = await rootsOf(tree, inclusionRanges(index, size));
  if (!verifyInclusion({ index, size, leaf, path, root })) return null;
  return {
    proof: { index, size, leaf: base64(leaf), root: base64(root), path: path.map(base64) },
    size,
    root,
  };
}

/** Null when the proof does not hold. Needs `1 <= from <= to`. */
export async function proveConsistency(
  tree: Roots,
  from: number,
  to: number,
): Promise<Proven<ConsistencyProof> | null> {
  const fromRoot = await tree.root({ start: 0, end: from });
  const toRoot = await tree.root({ start: 0, end: to });
  const path = await rootsOf(tree, consistencyRanges(from, to));
  if (!verifyConsistency({ from, to, fromRoot, toRoot, path })) return null;
  return {
    proof: { from, to, fromRoot: base64(fromRoot), toRoot: base64(toRoot), path: path.map(base64) },
    size: to,
    root: toRoot,
  };
}

/** Whether a tree begins, is or continues the tree that a checkpoint states. */
export async function isAnchored(
  tree: Roots,
  { size, root }: Pick<Proven<unknown>, 'size' | 'root'>,
  checkpoint: StoredCheckpoint,
): Promise<boolean> {
  const stated = Buffer.from(checkpoint.root, 'base64');
  const isOlder = size <= checkpoint.size;
  const [from, to] = isOlder ? [size, checkpoint.size] : [checkpoint.size, size];
  const path = await rootsOf(tree, consistencyRanges(from, to));
  const [fromRoot, toRoot] = isOlder ? [root, stated] : [stated, root];
  return verifyConsistency({ from, to, path, fromRoot, toRoot });
}

/** Whether the note of a checkpoint, not only its columns, states this root of this size. */
export function statesRoot({ note }: StoredCheckpoint, size: number, root: string): boolean {
  const stated = parseCheckpoint(note);
  return stated !== null && stated.size === size && stated.root === root;
}

async function rootsOf(tree: Roots, ranges: readonly LeafRange[]): Promise<Uint8Array[]> {
  const roots: Uint8Array[] = [];
  for (const range of ranges) roots.push(await tree.root(range));
  return roots;
}

function base64(digest: Uint8Array): string {
  return Buffer.from(digest).toString('base64');
}
