// Inclusion and consistency proofs: which subtrees they name (RFC 6962 section 2.1) and how they are checked (RFC 9162).
import { nodeHash } from './merkle.ts';

/** Leaves `start` to before `end`, counted from 0. A proof is the root of each range, in order. */
export interface LeafRange {
  readonly start: number;
  readonly end: number;
}

/** Siblings on the way from leaf `index` to the root of `size` leaves, lowest first. Needs `0 <= index < size`. */
export function inclusionRanges(index: number, size: number): LeafRange[] {
  const ranges: LeafRange[] = [];
  let [start, end] = [0, size];
  while (end - start > 1) {
    const middle = start + splitPoint(end - start);
    ranges.unshift(index < middle ? { start: middle, end } : { start, end: middle });
    [start, end] = index < middle ? [start, middle] : [middle, end];
  }
  return ranges;
}

/** Subtrees that prove the first `from` of `to` leaves unchanged, in RFC order. Needs `1 <= from <= to`. */
export function consistencyRanges(from: number, to: number): LeafRange[] {
  const ranges: LeafRange[] = [];
  let [start, end] = [0, to];
  while (end > from) {
    const middle = start + splitPoint(end - start);
    ranges.unshift(from <= middle ? { start: middle, end } : { start, end: middle });
    [start, end] = from <= middle ? [start, middle] : [middle, end];
  }
  // The old tree's own last subtree is known to who asks only when it is the whole old tree.
  return start === 0 ? ranges : [{ start, end }, ...ranges];
}

/** Largest power of two below `size`. */
export function splitPoint(size: number): number {
  let point = 1;
  while (point * 2 < size) point *= 2;
  return point;
}

export interface InclusionClaim {
  /** place of the leaf, from 0: `seq - 1` */
  readonly index: number;
  readonly size: number;
  readonly leaf: Uint8Array;
  readonly path: readonly Uint8Array[];
  readonly root: Uint8Array;
}

/** RFC 9162 section 2.1.3.2. False for anything that is not this exact proof. */
export function verifyInclusion({ index, size, leaf, path, root }: InclusionClaim): boolean {
  if (!areSizes(index + 1, size)) return false;
  const climb = createClimb(index, size - 1);
  let node = leaf;
  for (const sibling of path) {
    if (climb.atTop()) return false;
    node = climb.siblingIsLeft() ? nodeHash(sibling, node) : nodeHash(node, sibling);
    climb.up();
  }
  return climb.atTop() && isEqual(node, root);
}

export interface ConsistencyClaim {
  readonly from: number;
  readonly to: number;
  readonly path: readonly Uint8Array[];
  readonly fromRoot: Uint8Array;
  readonly toRoot: Uint8Array;
}

/** RFC 9162 section 2.1.4.2. False for anything that is not this exact proof. */
export function verifyConsistency({ from, to, path, fromRoot, toRoot }: ConsistencyClaim): boolean {
  if (!areSizes(from, to)) return false;
  if (from === to) return path.length === 0 && isEqual(fromRoot, toRoot);
  const [first, ...rest] = isPowerOfTwo(from) && path.length > 0 ? [fromRoot, ...path] : path;
  if (first === undefined) return false;
  const climb = createClimb(from - 1, to - 1);
  climb.skipRightEdge();
  let [before, after] = [first, first];
  for (const sibling of rest) {
    if (climb.atTop()) return false;
    const isLeft = climb.siblingIsLeft();
    if (isLeft) before = nodeHash(sibling, before);
    after = isLeft ? nodeHash(sibling, after) : nodeHash(after, sibling);
    climb.up();
  }
  return climb.atTop() && isEqual(before, fromRoot) && isEqual(after, toRoot);
}

// The two counters of RFC 9162, fn and sn. Halved by arithmetic: sizes pass 2^31.
function createClimb(node: number, last: number) {
  const halve = (): void => {
    node = Math.floor(node / 2);
    last = Math.floor(last / 2);
  };
  return {
    atTop: () => last === 0,
    siblingIsLeft: () => node % 2 === 1 || node === last,
    skipRightEdge: () => {
      while (node % 2 === 1) halve();
    },
    up: () => {
      if (node === last) while (node % 2 === 0 && node !== 0) halve();
      halve();
    },
  };
}

function areSizes(from: number, to: number): boolean {
  return Number.isSafeInteger(from) && Number.isSafeInteger(to) && from >= 1 && from <= to;
}

function isPowerOfTwo(size: number): boolean {
  return splitPoint(size * 2) === size;
}

function isEqual(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0;
}
