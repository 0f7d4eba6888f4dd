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

// The definitions of RFC 6962 section 2.1, recursive as they stand there, over D[start:end] and with a memory.
const split = (size: number): number => 2 ** Math.floor(Math.log2(size - 1));
function definitions(leaves: Bytes[]) {
  const known = new Map<string, Bytes>();
  const mth = (start: number, end: number): Bytes => {
    const place = `${start}:${end}`;
    const value = known.get(place) ?? compute(start, end);
    known.set(place, value);
    return value;
  };
  const compute = (start: number, end: number): Bytes => {
    if (end === start) return sha();
    if (end - start === 1) return leaves[start] ?? sha();
    const middle = start + split(end - start);
    return sha(Uint8Array.of(1), mth(start, middle), mth(middle, end));
  };
  const path = (m: number, start: number, end: number): Bytes[] => {
    if (end - start <= 1) return [];
    const middle = start + split(end - start);
    return start + m < middle
      ? [...path(m, start, middle), mth(middle, end)]
      : [...path(start + m - middle, middle, end), mth(start, middle)];
  };
  const subproof = (m: number, start: number, end: number, whole: boolean): Bytes[] => {
    if (m === end - start) return whole ? [] : [mth(start, end)];
    const middle = start + split(end - start);
    return start + m <= middle
      ? [...subproof(m, start, middle, whole), mth(middle, end)]
      : [...subproof(start + m - middle, middle, end, false), mth(start, middle)];
  };
  return { mth, path, subproof };
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

describe('every size from 1 to 300', () => {
  const leaves = numbered(300);
  const { mth, path: pathOf, subproof } = definitions(leaves);
  const rootAt = (size: number): Bytes => mth(0, size);
  const nodes = (ranges: LeafRange[]): Bytes[] => ranges.map(({ start, end }) => mth(start, end));
  const same = (one: Bytes[], other: Bytes[]): boolean => one.map(hex).join() === other.map(hex).join();

  test('has the root of the definition, leaf by leaf and through its text', () => {
    let frontier = EMPTY_FRONTIER;
    for (const [index, leaf] of leaves.entries()) {
      frontier = extendFrontier(frontier, [leaf]);
      expect(hex(frontierRoot(frontier))).toBe(hex(rootAt(index + 1)));
      const text = formatFrontier(frontier);
      frontier = parseFrontier(text) ?? EMPTY_FRONTIER;
      expect(formatFrontier(frontier)).toBe(text);
    }
    expect(frontier.size).toBe(300);
  });

  test('has an inclusion proof for each leaf that holds for that leaf alone', () => {
    const wrong: string[] = [];
    for (let size = 1; size <= leaves.length; size += 1) {
      for (const [index, leaf] of leaves.slice(0, size).entries()) {
        const path = nodes(inclusionRanges(index, size));
        const claim = { index, size, leaf, path, root: rootAt(size) };
        const holds = same(path, pathOf(index, 0, size)) && verifyInclusion(claim);
        // A tree of one leaf has no other leaf and no path to shorten.
        const others = [
          { ...claim, leaf: flipped(leaf) },
          { ...claim, path: [...path, leaf] },
          { ...claim, index: size },
          { ...claim, path: path.slice(0, -1) },
          { ...claim, index: (index + 1) % size },
        ].slice(0, size === 1 ? 3 : 5);
        if (!holds || others.some(verifyInclusion)) wrong.push(`leaf ${index} of ${size}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  test('has a consistency proof from each smaller size that holds for that pair alone', () => {
    const wrong: string[] = [];
    for (let to = 1; to <= leaves.length; to += 1) {
      for (let from = 1; from <= to; from += 1) {
        const path = nodes(consistencyRanges(from, to));
        const claim = { from, to, path, fromRoot: rootAt(from), toRoot: rootAt(to) };
        const holds = same(path, subproof(from, 0, to, true)) && verifyConsistency(claim);
        const changed = [
          { ...claim, fromRoot: flipped(claim.fromRoot) },
          { ...claim, toRoot: flipped(claim.toRoot) },
          { ...claim, path: [...path, claim.toRoot] },
        ];
        const shortened = [path.slice(1), path.slice(0, -1), []].map((other) => ({ ...claim, path: other }));
        const others = from === to ? changed : [...changed, ...shortened];
        if (!holds || others.some(verifyConsistency)) wrong.push(`${from} to ${to}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});

test('proofs of larger trees hold, and do not hold with one bit changed', () => {
  const sizes = fc.integer({ min: 301, max: 3000 });
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
