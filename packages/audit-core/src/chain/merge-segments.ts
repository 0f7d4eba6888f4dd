// Joins verified segments, in order, to what can be said of the chain: edges, roots, breaks. Pure.
import {
  countRows,
  includesRow,
  joinRanges,
  rangesOf,
  withoutRows,
  type RowRange,
} from '../administration/row-ranges.ts';
import { GENESIS_HASH } from '../hash.ts';
import type { ChainHead } from '../seal.ts';
import { breakAt, mergeBreaks, type Break } from './breaks.ts';
import type { ChainContext } from './chain-context.ts';
import { FOREIGN_CHECKPOINT } from './check-checkpoint.ts';
import { CONTENT_GONE, WRONG_ENVELOPE } from './check-row.ts';
import { createNumberMerger, type NumberMerger } from './client-numbers.ts';
import type { Frontier } from './merkle.ts';
import { createRootComparison, type RootComparison, type ComparedRoots } from './compare-roots.ts';
import { NOT_FOLLOWING, RECEIVED_BEFORE, type SegmentEdge, type SegmentResult } from './segment.ts';
import type { ClientGaps } from './verdict.ts';

/** Where the walk begins. */
export interface MergeStart {
  readonly context: ChainContext;
  readonly head: ChainHead | null;
  readonly from: number;
  /** the row before the first; null at the start of a chain, or where it is missing */
  readonly edge: SegmentEdge | null;
  /** of the whole segments before the walk; null where the tree is not recomputed */
  readonly before: Frontier | null;
  readonly erased: readonly RowRange[];
  /** rows that the chain says were detached */
  readonly detached: readonly RowRange[];
}

/** What the rows walked say together. Signatures' trust, heads from outside and late erasures are judged after. */
export interface MergedSegments extends ComparedRoots {
  readonly rows: number;
  readonly first: SegmentEdge | null;
  readonly last: SegmentEdge | null;
  readonly signatures: number;
  readonly breaks: readonly Break[];
  readonly erased: number;
  /** rows of which the envelope alone is kept */
  readonly detached: number;
  /** of those, and of rows that are there and among them as well, what no known row says: it may have come since */
  readonly undetached: readonly RowRange[];
  /** rows whose content is gone and that no known erasure names: an erasure may have come since */
  readonly gone: readonly number[];
  readonly signedThrough: ReadonlyMap<number, number>;
  /** one changed origin makes every envelope wrong: that is then the finding */
  readonly originChanged: boolean;
  /** null where they are too many to be told from the walk */
  readonly clientGaps: ClientGaps | null;
}

export interface SegmentMerger {
  add(result: SegmentResult): void;
  end(): MergedSegments;
}

interface State {
  readonly start: MergeStart;
  readonly roots: RootComparison;
  readonly gone: number[];
  readonly detached: RowRange[];
  readonly twice: number[];
  readonly signedThrough: Map<number, number>;
  readonly clients: NumberMerger;
  breaks: Break[];
  first: SegmentEdge | null;
  last: SegmentEdge | null;
  rows: number;
  signatures: number;
  erased: number;
  wrongEnvelopes: number;
  inDoubt: boolean;
  hasOtherDamage: boolean;
}

export function createSegmentMerger(start: MergeStart): SegmentMerger {
  const state: State = {
    start,
    roots: createRootComparison(start),
    gone: [],
    detached: [],
    twice: [],
    signedThrough: new Map(),
    clients: createNumberMerger(),
    breaks: [],
    first: null,
    last: start.edge,
    rows: 0,
    signatures: 0,
    erased: 0,
    wrongEnvelopes: 0,
    inDoubt: false,
    hasOtherDamage: false,
  };
  return { add: (result) => addSegment(state, result), end: () => endOf(state) };
}

function addSegment(state: State, result: SegmentResult): void {
  const isJoined = result.first === null || joinEdge(state, result.first);
  if (!isJoined) state.roots.lose();
  note(state, state.inDoubt ? result.breaks : [...result.breaks, ...result.sessionBreaks]);
  note(state, state.roots.add(result));
  explain(state, result.gone);
  state.detached.push(...result.detached);
  state.twice.push(...result.twice);
  state.clients.add(result.clients);
  state.inDoubt ||= result.inDoubt;
  state.first ??= result.first;
  state.last = result.last ?? state.last;
  state.rows += result.rows;
  state.signatures += result.signatures;
  state.wrongEnvelopes += result.wrongEnvelopes;
  for (const [period, seq] of result.signedThrough) state.signedThrough.set(period, seq);
}

/** Whether the segment follows what was walked before it. */
function joinEdge(state: State, first: SegmentEdge): boolean {
  const { last, start } = state;
  const expected = (last?.seq ?? start.from - 1) + 1;
  if (first.seq !== expected) {
    note(state, [{ seq: expected, through: first.seq - 1, kind: 'seq', detail: 'rows are missing' }]);
    state.inDoubt = true;
    return false;
  }
  // Of a walk that begins in the middle, the row before may be missing: then there is nothing to follow.
  const prevHash = last?.row_hash ?? (first.seq === 1 ? GENESIS_HASH : first.prev_hash);
  if (first.prev_hash !== prevHash) note(state, [breakAt(first.seq, 'link', NOT_FOLLOWING)]);
  if (first.received_at < (last?.received_at ?? 0)) note(state, [breakAt(first.seq, 'seq', RECEIVED_BEFORE)]);
  return true;
}

function explain(state: State, gone: readonly number[]): void {
  for (const seq of gone)
    if (includesRow(state.start.erased, seq)) state.erased += 1;
    else state.gone.push(seq);
}

function note(state: State, breaks: readonly Break[]): void {
  if (breaks.length === 0) return;
  state.hasOtherDamage ||= breaks.some(isOtherDamage);
  state.breaks = mergeBreaks([...state.breaks, ...breaks]);
}

/** Damage that a changed origin does not explain. */
function isOtherDamage({ kind, detail }: Break): boolean {
  if (kind === 'column') return detail !== WRONG_ENVELOPE;
  return kind !== 'signature' && detail !== CONTENT_GONE && detail !== FOREIGN_CHECKPOINT;
}

function endOf(state: State): MergedSegments {
  const { start, first, last, rows, signatures, erased, gone, signedThrough } = state;
  note(state, headBreaks(start.head, last));
  const compared = state.roots.end();
  for (const [period, size] of compared.checkpointedThrough)
    signedThrough.set(period, Math.max(size, signedThrough.get(period) ?? 0));
  const detached = countRows(state.detached);
  const walked = rows + detached;
  const originChanged = walked > 1 && state.wrongEnvelopes === walked && !state.hasOtherDamage;
  const kept = joinRanges([...state.detached, ...rangesOf(state.twice)]);
  return {
    ...{ detached, undetached: withoutRows(kept, start.detached) },
    ...{ first, last, rows, signatures, erased, gone, signedThrough, originChanged },
    ...compared,
    clientGaps: state.clients.end(),
    breaks: mergeBreaks([...state.breaks, ...compared.breaks]),
  };
}

/** The head names the newest row. */
export function headBreaks(head: ChainHead | null, last: SegmentEdge | null): Break[] {
  const size = last?.seq ?? 0;
  if (head === null) return size > 0 ? [breakAt(size, 'root', 'the chain has rows but no head')] : [];
  if (head.size > size)
    return [{ seq: size + 1, through: head.size, kind: 'seq', detail: 'rows are missing at the end' }];
  const matches =
    last === null || (head.head_hash === last.row_hash && head.received_at === last.received_at);
  return matches ? [] : [breakAt(size, 'root', 'the head does not match the newest row')];
}
