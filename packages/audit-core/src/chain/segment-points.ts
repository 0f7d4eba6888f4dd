// The sizes within a segment at which its tree is held against something: checkpoints, and heads from outside.
import type { StoredCheckpoint } from '../seal-checkpoint.ts';
import { checkCheckpoint } from './check-checkpoint.ts';
import type { ChainContext, VerifierOf } from './chain-context.ts';
import type { SegmentTree } from './segment-tree.ts';

export interface SegmentMark {
  readonly size: number;
  readonly rowHash: string;
  /** over the segment's own leaves; null without a tree */
  readonly digest: Uint8Array | null;
}

/** A checkpoint of a size in this segment. `detail` says what is wrong with it by itself. */
export interface SegmentCheckpoint {
  readonly size: number;
  readonly root: string;
  readonly keyId: string;
  readonly detail: string | null;
  /** null where its row was not reached, or there is no tree */
  readonly digest: Uint8Array | null;
}

export interface PointsResult {
  readonly marks: readonly SegmentMark[];
  readonly checkpoints: readonly SegmentCheckpoint[];
}

export interface SegmentPoints {
  /** The walk is at this row. */
  reach(seq: number, rowHash: string, tree: SegmentTree | null): void;
  end(): PointsResult;
}

export interface PointsTask {
  readonly context: ChainContext;
  readonly marks: readonly number[];
}

/** @param stored checkpoints, rising in size. */
export function createSegmentPoints(
  { context, marks: wanted }: PointsTask,
  stored: readonly StoredCheckpoint[],
  verifierOf: VerifierOf,
): SegmentPoints {
  const marks: SegmentMark[] = [];
  const digests = new Map<number, Uint8Array>();
  const sizes = [...new Set([...wanted, ...stored.map(({ size }) => size)])].sort((a, b) => a - b);
  const isWanted = new Set(wanted);
  let next = 0;
  const reach = (seq: number, rowHash: string, tree: SegmentTree | null): void => {
    while ((sizes[next] ?? Infinity) < seq) next += 1;
    if (sizes[next] !== seq) return;
    const digest = tree?.digest() ?? null;
    if (digest !== null) digests.set(seq, digest);
    if (isWanted.has(seq)) marks.push({ size: seq, rowHash, digest });
  };
  const end = (): PointsResult => ({
    marks,
    checkpoints: stored.map((checkpoint) => ({
      size: checkpoint.size,
      root: checkpoint.root,
      keyId: checkpoint.key_id,
      detail: checkCheckpoint(checkpoint, context, verifierOf),
      digest: digests.get(checkpoint.size) ?? null,
    })),
  });
  return { reach, end };
}
