// Grows the tree segment by segment and holds it against the head's frontier and every stored checkpoint.
import type { ChainHead } from '../seal.ts';
import { breakAt, type Break } from './breaks.ts';
import type { ChainContext } from './chain-context.ts';
import { formatFrontier, parseFrontier } from './frontier-text.ts';
import { periodsOfSize } from './key-schedule.ts';
import { frontierRoot, type Frontier } from './merkle.ts';
import { joinedRoot, joinFrontiers } from './segment-tree.ts';
import type { SegmentCheckpoint, SegmentMark } from './segment-points.ts';

export interface RootStart {
  readonly context: ChainContext;
  readonly head: ChainHead | null;
  readonly before: Frontier | null;
}

/** A row and the tree up to it. */
export interface ComparedMark {
  readonly rowHash: string;
  /** base64; null where the tree was not recomputed */
  readonly root: string | null;
}

export interface ComparedRoots {
  readonly breaks: readonly Break[];
  /** of every size that was asked for and reached */
  readonly marks: ReadonlyMap<number, ComparedMark>;
  /** whole by itself, and its root is that of the rows */
  readonly checkpoint: SegmentCheckpoint | null;
  /** per key id, sizes of its first and newest checkpoint that is whole by itself */
  readonly checkpointKeys: ReadonlyMap<string, readonly [number, number]>;
  /** per period of the schedule, the largest size of a whole checkpoint by its key */
  readonly checkpointedThrough: ReadonlyMap<number, number>;
  readonly tree: Frontier | null;
}

export interface RootComparison {
  /** Rows before this segment are missing: there is no tree to compare with any more. */
  lose(): void;
  /** Breaks of single checkpoints; roots that differ are named at the end, as one range. */
  add(segment: PointsOfSegment): readonly Break[];
  end(): ComparedRoots;
}

interface PointsOfSegment {
  readonly marks: readonly SegmentMark[];
  readonly checkpoints: readonly SegmentCheckpoint[];
  readonly tree: Frontier | null;
}

interface State {
  readonly start: RootStart;
  readonly kept: KeptFrontier;
  readonly marks: Map<number, ComparedMark>;
  readonly keys: Map<string, readonly [number, number]>;
  readonly through: Map<number, number>;
  tree: Frontier | null;
  checkpoint: SegmentCheckpoint | null;
  // Once the tree differs every later root does: one range names them all.
  differing: Break | null;
}

export function createRootComparison(start: RootStart): RootComparison {
  const kept = keptFrontier(start.head);
  const state: State = {
    start,
    kept,
    marks: new Map(),
    keys: new Map(),
    through: new Map(),
    tree: start.before,
    checkpoint: null,
    differing: null,
  };
  return {
    lose: () => void (state.tree = null),
    add: (segment) => addSegment(state, segment),
    end: () => endOf(state),
  };
}

function addSegment(state: State, { marks, checkpoints, tree }: PointsOfSegment): Break[] {
  const breaks: Break[] = [];
  for (const { size, rowHash, digest } of marks)
    state.marks.set(size, { rowHash, root: rootOf(state, digest) });
  for (const checkpoint of checkpoints) {
    if (checkpoint.detail !== null) breaks.push(breakAt(checkpoint.size, 'root', checkpoint.detail));
    else compare(state, checkpoint);
  }
  state.tree = state.tree === null || tree === null ? null : joinFrontiers(state.tree, tree);
  return breaks;
}

function compare(state: State, checkpoint: SegmentCheckpoint): void {
  const { size, root, keyId } = checkpoint;
  const [first = size] = state.keys.get(keyId) ?? [];
  state.keys.set(keyId, [first, size]);
  const found = rootOf(state, checkpoint.digest);
  if (found === null) return;
  if (found !== root) {
    state.differing = { ...(state.differing ?? breakAt(size, 'root', ROWS_DIFFER)), through: size };
    return;
  }
  state.checkpoint = checkpoint;
  const { schedule } = state.start.context;
  const period =
    schedule === null ? undefined : periodsOfSize(schedule, size).find((of) => of.keyId === keyId);
  const index = period === undefined ? -1 : (schedule?.periods.indexOf(period) ?? -1);
  if (index >= 0) state.through.set(index, size);
}

const ROWS_DIFFER = 'the rows are not those that a checkpoint signed';

function rootOf({ tree }: State, digest: Uint8Array | null): string | null {
  if (tree === null || digest === null) return null;
  return Buffer.from(joinedRoot(tree, digest)).toString('base64');
}

function endOf({ kept, marks, checkpoint, keys, through, tree, differing }: State): ComparedRoots {
  const found = kept.size === 0 ? null : (marks.get(kept.size)?.root ?? null);
  const isKept = found === null || found === kept.root;
  const frontier = isKept
    ? []
    : [breakAt(kept.size, 'root', 'the frontier of the head is not that of the rows')];
  const breaks = [...kept.breaks, ...frontier, ...(differing === null ? [] : [differing])];
  return { breaks, marks, checkpoint, checkpointKeys: keys, checkpointedThrough: through, tree };
}

export interface KeptFrontier {
  /** 0 where there is none to compare with */
  readonly size: number;
  readonly root: string | null;
  readonly breaks: readonly Break[];
}

/** A frontier behind its head is honest (an older version wrote the last rows); one beyond it is not. */
export function keptFrontier(head: ChainHead | null): KeptFrontier {
  if (head === null || head.frontier === null) return { size: 0, root: null, breaks: [] };
  const frontier = parseFrontier(head.frontier);
  if (frontier !== null && frontier.size <= head.size && formatFrontier(frontier) === head.frontier) {
    const root = Buffer.from(frontierRoot(frontier)).toString('base64');
    return { size: frontier.size, root, breaks: [] };
  }
  const seq = frontier?.size ?? head.size;
  return { size: 0, root: null, breaks: [breakAt(seq, 'root', 'the frontier of the head is damaged')] };
}
