// The tree in pieces: a segment grows its own leaves, and its digests join those of the rows before it.
//
// Segments are aligned: their length is a power of two and they begin at a multiple of it. The peaks of the rows before
// are then all as high as a whole segment or higher, and RFC 6962 roots fold from the right: so one digest of the
// segment's own peaks is all that a root needs of them.
import { frontierRoot, joinPeaks, nodeHash, type Frontier } from './merkle.ts';

export interface SegmentTree {
  /** The next leaf of the segment. */
  leaf(hash: Uint8Array): void;
  /** Digest over the segment's own peaks, 32 bytes. */
  digest(): Uint8Array;
  frontier(): Frontier;
}

/** @param start leaves of the segment that were added before, `EMPTY_FRONTIER` for a whole one. */
export function createSegmentTree(start: Frontier): SegmentTree {
  const peaks = [...start.peaks];
  let size = start.size;
  return {
    leaf: (hash) => {
      peaks.push(joinPeaks(peaks, hash, size));
      size += 1;
    },
    digest: () => frontierRoot({ size, peaks }),
    frontier: () => ({ size, peaks: [...peaks] }),
  };
}

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
