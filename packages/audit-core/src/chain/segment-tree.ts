// The tree in pieces: a segment grows its own leaves, and its digests join those of the rows before it.
//
// Segments are aligned: their length is a power of two and they begin at a multiple of it. The peaks of the rows before
// are then all as high as a whole segment or higher, and RFC 6962 roots fold from the right: so one digest of the
// segment's own peaks is all that a root needs of them.
import { hash } from 'node:crypto';
import { sha256 } from '../hash.ts';
import { frontierRoot, joinPeaks, NODE_PREFIX, nodeHash, type Frontier } from './merkle.ts';

export interface SegmentTree {
  /** The next leaf of the segment, base64. What is no hash counts as a leaf that no honest tree has. */
  leaf(text: string): void;
  /** Digest over the segment's own peaks, 32 bytes. */
  digest(): Uint8Array;
  frontier(): Frontier;
}

/** @param start leaves of the segment that were added before, `EMPTY_FRONTIER` for a whole one. */
export function createSegmentTree(start: Frontier): SegmentTree {
  const pairHash = createPairHash();
  // The leaf that waits for its neighbour is base64 as it was read: that is last where `size` is odd. The others are binary.
  const peaks = start.peaks.map((peak, index) => textOf(peak, encodingAt(index, start)));
  let size = start.size;
  const frontier = (): Frontier => {
    const open = { size, peaks };
    return { size, peaks: peaks.map((peak, index) => Buffer.from(peak, encodingAt(index, open))) };
  };
  return {
    leaf: (text) => {
      let node = LEAF.test(text) ? text : sha256(text);
      let encoding: Encoding = 'base64';
      for (let rest = size; rest % 2 === 1; rest = (rest - 1) / 2) {
        const left = peaks.pop();
        if (left === undefined) throw new RangeError('a frontier has one peak per binary one of its size');
        node = pairHash(left, node, encoding);
        encoding = 'binary';
      }
      peaks.push(node);
      size += 1;
    },
    digest: () => frontierRoot(frontier()),
    frontier,
  };
}

/** 32 bytes. */
const LEAF = /^[A-Za-z0-9+/]{43}=$/;

type Encoding = 'base64' | 'binary';

function encodingAt(index: number, { size, peaks }: { size: number; peaks: readonly unknown[] }): Encoding {
  return index === peaks.length - 1 && size % 2 === 1 ? 'base64' : 'binary';
}

function textOf(digest: Uint8Array, encoding: Encoding): string {
  return Buffer.from(digest).toString(encoding);
}

/** `nodeHash` of two texts in one encoding, as binary text. Once for every row: written in place, and no buffer is made. */
function createPairHash(): (left: string, right: string, encoding: Encoding) => string {
  const bytes = Buffer.alloc(NODE_BYTES, NODE_PREFIX);
  return (left, right, encoding) => {
    bytes.write(left, 1, HASH_BYTES, encoding);
    bytes.write(right, 1 + HASH_BYTES, HASH_BYTES, encoding);
    return hash('sha256', bytes, 'binary');
  };
}

const HASH_BYTES = 32;
const NODE_BYTES = 1 + 2 * HASH_BYTES;

/** Root of the rows before a segment and a part of the segment. */
export function joinedRoot(before: Frontier, digest: Uint8Array): Uint8Array {
  return before.peaks.reduceRight((right, left) => nodeHash(left, right), digest);
}

/** The frontier of the rows before a segment and the segment. */
export function joinFrontiers(before: Frontier, segment: Frontier): Frontier {
  const peaks = [...before.peaks];
  const size = before.size + segment.size;
  const [whole] = segment.peaks;
  const isWhole = segment.peaks.length === 1 && whole !== undefined && before.size % segment.size === 0;
  // Only one perfect subtree can carry: smaller peaks are lower than every peak before them.
  if (!isWhole) return { size, peaks: [...peaks, ...segment.peaks] };
  peaks.push(joinPeaks(peaks, whole, before.size / segment.size));
  return { size, peaks };
}

/** Parts a frontier at the last multiple of `length`: whole segments, and the leaves of the one begun. */
export function splitFrontier(
  { size, peaks }: Frontier,
  length: number,
): { before: Frontier; begun: Frontier } {
  const rest = size % length;
  const lower = rest.toString(2).replaceAll('0', '').length;
  const at = peaks.length - lower;
  return {
    before: { size: size - rest, peaks: peaks.slice(0, at) },
    begun: { size: rest, peaks: peaks.slice(at) },
  };
}
