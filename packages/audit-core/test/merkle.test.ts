import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatFrontier, parseFrontier } from '../src/chain/frontier-text.ts';
import { EMPTY_FRONTIER, extendFrontier, frontierRoot, merkleRoot } from '../src/chain/merkle.ts';
import {
  consistencyRanges,
  inclusionRanges,
  verifyConsistency,
  verifyInclusion,
  type LeafRange,
} from '../src/chain/merkle-proof.ts';

type Bytes = Uint8Array;
const sha = (...parts: Bytes[]): Bytes => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};
const leafOf = (data: Bytes): Bytes => sha(Uint8Array.of(0), data);
const numbered = (count: number): Bytes[] =>
  Array.from({ length: count }, (_, index) => leafOf(Buffer.from(String(index))));

// The definitions of RFC 6962 section 2.1, written as they stand there: recursive, over whole lists.
const split = (size: number): number => 2 ** Math.floor(Math.log2(size - 1));
function mth(leaves: Bytes[]): Bytes {
  if (leaves.length === 0) return sha();
  const [only] = leaves;
  if (leaves.length === 1 && only !== undefined) return only;
  const k = split(leaves.length);
  return sha(Uint8Array.of(1), mth(leaves.slice(0, k)), mth(leaves.slice(k)));
}
function pathOf(m: number, leaves: Bytes[]): Bytes[] {
  if (leaves.length <= 1) return [];
  const k = split(leaves.length);
  return m < k
    ? [...pathOf(m, leaves.slice(0, k)), mth(leaves.slice(k))]
    : [...pathOf(m - k, leaves.slice(k)), mth(leaves.slice(0, k))];
}
function subproof(m: number, leaves: Bytes[], whole: boolean): Bytes[] {
  if (m === leaves.length) return whole ? [] : [mth(leaves)];
  const k = split(leaves.length);
  return m <= k
    ? [...subproof(m, leaves.slice(0, k), whole), mth(leaves.slice(k))]
    : [...subproof(m - k, leaves.slice(k), false), mth(leaves.slice(0, k))];
}

const rootsOf = (leaves: Bytes[], ranges: LeafRange[]): Bytes[] =>
  ranges.map(({ start, end }) => merkleRoot(leaves.slice(start, end)));
const hex = (bytes: Bytes): string => Buffer.from(bytes).toString('hex');
const flipped = (bytes: Bytes): Bytes => bytes.map((byte, index) => (index === 0 ? byte ^ 1 : byte));

// The eight leaves and roots that implementations of Certificate Transparency test with.
const CT_LEAVES = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
];
const CT_ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

test.each(CT_ROOTS.map((root, size) => ({ root, size })))(
  'the known root of $size leaves',
  ({ root, size }) => {
    const leaves = CT_LEAVES.slice(0, size).map((leaf) => leafOf(Buffer.from(leaf, 'hex')));
    expect(hex(merkleRoot(leaves))).toBe(root);
  },
);

describe('every size from 1 to 130', () => {
  const leaves = numbered(130);
  const roots = leaves.map((_, index) => mth(leaves.slice(0, index + 1)));
  const rootAt = (size: number): Bytes => roots[size - 1] ?? sha();

  test('has the root of the definition, leaf by leaf and through its text', () => {
    let frontier = EMPTY_FRONTIER;
    for (const [index, leaf] of leaves.entries()) {
      frontier = extendFrontier(frontier, [leaf]);
      expect(hex(frontierRoot(frontier))).toBe(hex(rootAt(index + 1)));
      const text = formatFrontier(frontier);
      frontier = parseFrontier(text) ?? EMPTY_FRONTIER;
      expect(formatFrontier(frontier)).toBe(text);
    }
    expect(frontier.size).toBe(130);
  });

  test('has an inclusion proof for each leaf that holds for that leaf alone', () => {
    for (let size = 1; size <= leaves.length; size += 1) {
      const tree = leaves.slice(0, size);
      for (const [index, leaf] of tree.entries()) {
        const path = rootsOf(tree, inclusionRanges(index, size));
        if (size <= 40 || index % 7 === 0) expect(path.map(hex)).toEqual(pathOf(index, tree).map(hex));
        const claim = { index, size, leaf, path, root: rootAt(size) };
        expect(verifyInclusion(claim)).toBe(true);
        expect(verifyInclusion({ ...claim, leaf: flipped(leaf) })).toBe(false);
        expect(verifyInclusion({ ...claim, path: [...path, leaf] })).toBe(false);
        expect(size > 1 && verifyInclusion({ ...claim, path: path.slice(1) })).toBe(false);
        expect(verifyInclusion({ ...claim, index: size })).toBe(false);
        expect(verifyInclusion({ ...claim, index: (index + 1) % size })).toBe(size === 1);
      }
    }
  });

  test('has a consistency proof from each smaller size that holds for that pair alone', () => {
    for (let to = 1; to <= leaves.length; to += 1) {
      const tree = leaves.slice(0, to);
      for (let from = 1; from <= to; from += 1) {
        const path = rootsOf(tree, consistencyRanges(from, to));
        if (to <= 40 || from % 7 === 0) expect(path.map(hex)).toEqual(subproof(from, tree, true).map(hex));
        const claim = { from, to, path, fromRoot: rootAt(from), toRoot: rootAt(to) };
        expect(verifyConsistency(claim)).toBe(true);
        expect(verifyConsistency({ ...claim, fromRoot: flipped(rootAt(from)) })).toBe(false);
        expect(verifyConsistency({ ...claim, toRoot: flipped(rootAt(to)) })).toBe(false);
        expect(verifyConsistency({ ...claim, path: [...path, rootAt(to)] })).toBe(false);
        expect(path.length > 0 && verifyConsistency({ ...claim, path: path.slice(1) })).toBe(false);
        expect(from < to && verifyConsistency({ ...claim, path: [] })).toBe(false);
      }
    }
  });
});

test('proofs of larger trees hold, and do not hold with one bit changed', () => {
  const sizes = fc.integer({ min: 131, max: 3000 });
  const property = fc.property(sizes, fc.nat(), fc.nat(), fc.nat(), (size, one, other, damaged) => {
    const leaves = numbered(size);
    const [index, from] = [one % size, (other % size) + 1];
    const root = merkleRoot(leaves);
    const leaf = leaves[index] ?? root;
    const path = rootsOf(leaves, inclusionRanges(index, size));
    expect(verifyInclusion({ index, size, leaf, path, root })).toBe(true);
    const wrong = path.map((node, place) => (place === damaged % path.length ? flipped(node) : node));
    expect(verifyInclusion({ index, size, leaf, path: wrong, root })).toBe(false);
    const fromRoot = merkleRoot(leaves.slice(0, from));
    const steps = rootsOf(leaves, consistencyRanges(from, size));
    expect(verifyConsistency({ from, to: size, path: steps, fromRoot, toRoot: root })).toBe(true);
  });
  fc.assert(property, { numRuns: 40 });
});

test('ranges stay exact beyond 32 bits', () => {
  const size = 2 ** 40 + 3;
  expect(inclusionRanges(size - 1, size)).toEqual([
    { start: 2 ** 40, end: 2 ** 40 + 2 },
    { start: 0, end: 2 ** 40 },
  ]);
  expect(consistencyRanges(2 ** 40, size)).toEqual([{ start: 2 ** 40, end: size }]);
});

test.each([
  '',
  '1',
  '1 ',
  '01 AA==',
  '-1 ',
  '2 AAAA',
  '0 AAAA',
  `1 ${'A'.repeat(42)}B=`,
  `1 ${'A'.repeat(43)}`,
])('a frontier is not read from %j', (text) => {
  expect(parseFrontier(text)).toBeNull();
});
