// Walks one segment of a chain: rows in order of seq, a page at a time, and no knowledge of the segments before.
import { includesRow, rangesOf, type RowRange } from '../administration/row-ranges.ts';
import { createTally, type RollupTally, type Tally, type TallyBasis } from '../rollups/tally.ts';
import type { StoredCheckpoint } from '../seal-checkpoint.ts';
import { breakAt, mergeBreaks, type Break, type BreakKind } from './breaks.ts';
import type { ChainContext, VerifierOf } from './chain-context.ts';
import { createNumberCollector, type ClientNumbers, type NumberCollector } from './client-numbers.ts';
import {
  CONTENT_BACK,
  contentFact,
  DETACHED_BACK,
  isBodyWhole,
  isDetachedWhole,
  isEnvelopeWhole,
  WRONG_BODY,
  WRONG_ENVELOPE,
} from './check-row.ts';
import { envelopeText } from '../envelope.ts';
import type { Frontier } from './merkle.ts';
import { createSegmentPoints, type PointsResult, type SegmentPoints } from './segment-points.ts';
import { createSegmentTree, type SegmentTree } from './segment-tree.ts';
import {
  createSegmentSignatures,
  type SegmentSignatures,
  type SignaturesResult,
} from './segment-signatures.ts';
import { createSessionCounters, type SessionClaim, type SessionCounters } from './session-counters.ts';
import { createSessionLines } from './session-lines.ts';
import { isDetached, isThere, type DetachedRow, type ThereRow, type WalkedRow } from './stored-row.ts';

/** What a segment is about. Plain data. */
export interface SegmentTask {
  readonly context: ChainContext;
  readonly from: number;
  readonly through: number;
  /** leaves of this segment that were verified before; null where the tree is not recomputed */
  readonly tree: Frontier | null;
  /** sizes, rising, at which a root is wanted beside those of checkpoints */
  readonly marks: readonly number[];
  /** rows of the segment whose content was erased */
  readonly erased: readonly RowRange[];
  /** rows of the segment that the chain says were detached */
  readonly detached: readonly RowRange[];
  /** null where rollups are not compared */
  readonly tally: TallyBasis | null;
}

export interface SegmentEdge {
  readonly seq: number;
  readonly received_at: number;
  readonly prev_hash: string;
  readonly row_hash: string;
}

/** What a segment says to the chain. Plain data, small whatever the segment holds, unless it is damaged. */
export interface SegmentResult extends PointsResult, SignaturesResult {
  /** rows that are there */
  readonly rows: number;
  /** rows of which the envelope alone is kept, whether or not the chain says so */
  readonly detached: readonly RowRange[];
  /** rows that are there and among the detached as well */
  readonly twice: readonly number[];
  readonly first: SegmentEdge | null;
  readonly last: SegmentEdge | null;
  readonly breaks: readonly Break[];
  /** counters of sessions first met here that do not follow: void when rows before are missing or changed */
  readonly sessionBreaks: readonly Break[];
  readonly inDoubt: boolean;
  readonly wrongEnvelopes: number;
  /** rows whose content is gone, whether or not an erasure names them */
  readonly gone: readonly number[];
  /** null after a gap: there is no tree to compare with, and the missing rows are the finding */
  readonly tree: Frontier | null;
  /** null where rollups are not compared */
  readonly rollups: RollupTally | null;
  readonly clients: ClientNumbers;
}

export interface SegmentWalk {
  claims(page: readonly WalkedRow[]): SessionClaim[];
  /** @param twice of them, those that are among the detached as well */
  page(rows: readonly WalkedRow[], counters: ReadonlyMap<string, number>, twice?: readonly number[]): void;
  end(): SegmentResult;
}

interface State {
  readonly task: SegmentTask;
  readonly breaks: Break[];
  readonly sessionBreaks: Break[];
  readonly gone: number[];
  readonly detached: number[];
  readonly twice: number[];
  readonly sessions: SessionCounters;
  readonly lineOf: (session: string | null) => string;
  readonly clients: NumberCollector;
  readonly signatures: SegmentSignatures;
  readonly points: SegmentPoints;
  readonly tally: Tally | null;
  tree: SegmentTree | null;
  rows: number;
  wrongEnvelopes: number;
  inDoubt: boolean;
  first: SegmentEdge | null;
  last: SegmentEdge | null;
}

/** @param checkpoints of sizes within the segment, rising. */
export function createSegmentWalk(
  task: SegmentTask,
  checkpoints: readonly StoredCheckpoint[],
  verifierOf: VerifierOf,
): SegmentWalk {
  const state: State = {
    task,
    ...{ breaks: [], sessionBreaks: [], gone: [], detached: [], twice: [] },
    sessions: createSessionCounters(),
    lineOf: createSessionLines(),
    clients: createNumberCollector(),
    signatures: createSegmentSignatures(task.context, verifierOf),
    points: createSegmentPoints(task, checkpoints, verifierOf),
    tally: task.tally === null ? null : createTally(task.tally),
    tree: task.tree === null ? null : createSegmentTree(task.tree),
    rows: 0,
    wrongEnvelopes: 0,
    inDoubt: false,
    first: null,
    last: null,
  };
  return {
    claims: (page) => state.sessions.claims(page.filter(isThere)),
    page: (rows, counters, twice = []) => {
      for (const row of rows) walkRow(state, row, counters);
      state.tally?.add(rows.filter(isThere));
      state.clients.add(rows);
      state.twice.push(...twice);
    },
    end: () => resultOf(state),
  };
}

function walkRow(state: State, row: WalkedRow, counters: ReadonlyMap<string, number>): void {
  checkOrder(state, row);
  if (isDetached(row)) walkDetached(state, row);
  else walkStored(state, row, counters);
  growTree(state, row);
  const { seq, received_at, prev_hash, row_hash } = row;
  state.last = { seq, received_at, prev_hash, row_hash };
  state.first ??= state.last;
}

function walkStored(state: State, row: ThereRow, counters: ReadonlyMap<string, number>): void {
  if (includesRow(state.task.detached, row.seq)) note(state, row, 'seq', DETACHED_BACK);
  // A changed envelope says nothing about its session's counter.
  if (checkSealed(state, row)) checkSession(state, row, counters);
  checkContent(state, row);
  state.rows += 1;
}

/** That its row may be detached is judged where segments are joined. */
function walkDetached(state: State, row: DetachedRow): void {
  state.detached.push(row.seq);
  if (row.session !== null) state.sessions.pass(row.session, row.session_seq);
  if (isDetachedWhole(row, state.task.context.origin)) return;
  note(state, row, 'column', WRONG_ENVELOPE);
  state.wrongEnvelopes += 1;
  doubt(state);
}

/** Against the row before, within the segment; the edges are compared where segments are joined. */
function checkOrder(state: State, row: WalkedRow): void {
  const { last } = state;
  if (last === null) return;
  if (row.seq !== last.seq + 1) {
    const gap: Break = { seq: last.seq + 1, through: row.seq - 1, kind: 'seq', detail: 'rows are missing' };
    state.breaks.push(row.seq > last.seq ? gap : breakAt(row.seq, 'seq', 'its number is there twice'));
    doubt(state);
  } else if (row.prev_hash !== last.row_hash) note(state, row, 'link', NOT_FOLLOWING);
  if (row.received_at < last.received_at) note(state, row, 'seq', RECEIVED_BEFORE);
}

export const NOT_FOLLOWING = 'does not follow the row before it';
export const RECEIVED_BEFORE = 'received before the row before it';

/** Columns and signature; false when the envelope is not what was signed. */
function checkSealed(state: State, row: ThereRow): boolean {
  const { tenant, origin } = state.task.context;
  if (row.tenant !== tenant) note(state, row, 'origin', 'row of another tenant');
  const isWhole = isBodyWhole(row);
  if (!isWhole) note(state, row, 'column', WRONG_BODY);
  if (origin === null) return true;
  const envelope = envelopeText(origin, state.lineOf(row.session_id), row);
  const isEnvelope = isEnvelopeWhole(row, envelope);
  if (!isEnvelope) {
    note(state, row, 'column', WRONG_ENVELOPE);
    if (isWhole) state.wrongEnvelopes += 1;
    doubt(state);
  }
  const detail = state.signatures.check(row, envelope);
  if (detail !== null) note(state, row, 'signature', detail);
  return isEnvelope;
}

function checkSession(state: State, row: ThereRow, counters: ReadonlyMap<string, number>): void {
  const finding = state.sessions.check(row, state.lineOf(row.session_id), counters);
  if (finding === 'gap') note(state, row, 'seq', SESSION_GAP);
  if (finding === 'first') state.sessionBreaks.push(breakAt(row.seq, 'seq', SESSION_GAP));
}

const SESSION_GAP = 'session counter does not follow';

function checkContent(state: State, row: ThereRow): void {
  const fact = contentFact(row);
  if (fact === 'gone') state.gone.push(row.seq);
  else if (fact === 'changed') note(state, row, 'content', 'content is not what was signed');
  else if (fact === 'whole' && includesRow(state.task.erased, row.seq))
    note(state, row, 'content', CONTENT_BACK);
}

function growTree(state: State, { seq, row_hash }: WalkedRow): void {
  const expected = (state.last?.seq ?? state.task.from - 1) + 1;
  if (seq !== expected) state.tree = null;
  state.tree?.leaf(row_hash);
  state.points.reach(seq, row_hash, state.tree);
}

function doubt(state: State): void {
  state.inDoubt = true;
  state.sessions.doubt();
}

function note(state: State, { seq }: WalkedRow, kind: BreakKind, detail: string): void {
  state.breaks.push(breakAt(seq, kind, detail));
}

function resultOf(state: State): SegmentResult {
  const { rows, first, last, wrongEnvelopes, inDoubt, gone, twice } = state;
  return {
    ...{ rows, first, last, wrongEnvelopes, inDoubt, gone, twice },
    detached: rangesOf(state.detached),
    ...state.signatures.end(),
    ...state.points.end(),
    breaks: mergeBreaks(state.breaks),
    sessionBreaks: mergeBreaks(state.sessionBreaks),
    tree: state.tree?.frontier() ?? null,
    rollups: state.tally?.end() ?? null,
    clients: state.clients.end(),
  };
}
