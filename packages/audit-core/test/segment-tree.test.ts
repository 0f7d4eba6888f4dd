// The tree of a segment grows from row hashes as they are stored, to the roots of RFC 6962.
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { EMPTY_FRONTIER, extendFrontier, frontierRoot } from '../src/chain/merkle.ts';
import { createSegmentTree } from '../src/chain/segment-tree.ts';

const leaf = fc.uint8Array({ minLength: 32, maxLength: 32 });
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

test('its frontier and digest are those of the leaves, wherever it began', () => {
  fc.assert(
    fc.property(fc.array(leaf, { maxLength: 40 }), fc.array(leaf, { maxLength: 40 }), (before, leaves) => {
      const start = extendFrontier(EMPTY_FRONTIER, before);
      const tree = createSegmentTree(start);
      for (const one of leaves) tree.leaf(base64(one));
      const expected = extendFrontier(start, leaves);
      const found = tree.frontier();
      expect({ size: found.size, peaks: found.peaks.map(base64) }).toEqual({
        size: expected.size,
        peaks: expected.peaks.map(base64),
      });
      expect(base64(tree.digest())).toBe(base64(frontierRoot(expected)));
    }),
  );
});

test.each([
  '',
  'x',
  `${base64(new Uint8Array(32))}AAAA`,
  base64(new Uint8Array(31)),
  base64(new Uint8Array(33)),
])('what is no hash (%j) makes another tree', (text) => {
  for (const at of [0, 1, 2]) {
    const [whole, damaged] = [createSegmentTree(EMPTY_FRONTIER), createSegmentTree(EMPTY_FRONTIER)];
    for (const index of [0, 1, 2]) {
      whole.leaf(base64(new Uint8Array(32)));
      damaged.leaf(index === at ? text : base64(new Uint8Array(32)));
    }
    expect(base64(damaged.digest())).not.toBe(base64(whole.digest()));
  }
});
