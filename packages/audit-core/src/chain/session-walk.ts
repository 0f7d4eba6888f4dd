// Walks the rows of one session in order of their counter: each whole and signed, the counter without a gap from 1.
import { includesRow, type RowRange } from '../administration/row-ranges.ts';
import { breakAt, mergeBreaks, type Break, type BreakKind } from './breaks.ts';
import type { ChainContext, VerifierOf } from './chain-context.ts';
import {
  CONTENT_BACK,
  CONTENT_GONE,
  contentFact,
  envelopeOf,
  isBodyWhole,
  isDetachedWhole,
  isEnvelopeWhole,
  WRONG_BODY,
  WRONG_ENVELOPE,
} from './check-row.ts';
import {
  createSegmentSignatures,
  type SegmentSignatures,
  type SignaturesResult,
} from './segment-signatures.ts';
import { isDetached, type ThereRow, type WalkedRow } from './stored-row.ts';

type Place = Pick<WalkedRow, 'seq' | 'row_hash' | 'received_at'>;

export interface SessionWalked extends SignaturesResult {
  readonly rows: number;
  readonly first: Place | null;
  readonly last: Place | null;
  readonly breaks: readonly Break[];
  readonly erased: number;
  /** rows of which the envelope alone is kept, rising */
  readonly detached: readonly number[];
  /** rows whose content is gone and that no known erasure names */
  readonly gone: readonly Break[];
}

export interface SessionWalk {
  page(rows: readonly WalkedRow[]): void;
  end(): SessionWalked;
}

export function createSessionWalk(
  context: ChainContext,
  erased: readonly RowRange[],
  verifierOf: VerifierOf,
): SessionWalk {
  const signatures = createSegmentSignatures(context, verifierOf);
  const breaks: Break[] = [];
  const gone: Break[] = [];
  const detached: number[] = [];
  let [rows, erasedRows, counter] = [0, 0, 0];
  let first: Place | null = null;
  let last: Place | null = null;
  const walkRow = (row: WalkedRow): void => {
    const note: Note = (kind, detail) => void breaks.push(breakAt(row.seq, kind, detail));
    checkPlace(row, counter + 1, last, note);
    if (isDetached(row)) {
      detached.push(row.seq);
      if (!isDetachedWhole(row, context.origin)) note('column', WRONG_ENVELOPE);
    } else walkStored(row, note);
    counter = row.session_seq;
    last = row;
    first ??= row;
  };
  const walkStored = (row: ThereRow, note: Note): void => {
    checkSealed(row, context, signatures, note);
    const content = checkContent(row, erased, note);
    if (content === 'gone') gone.push(breakAt(row.seq, 'content', CONTENT_GONE));
    if (content === 'erased') erasedRows += 1;
    rows += 1;
  };
  return {
    page: (page) => page.forEach(walkRow),
    end: () => {
      const counts = { ...signatures.end(), rows, erased: erasedRows, detached };
      return { ...counts, first, last, gone, breaks: mergeBreaks(breaks) };
    },
  };
}

type Note = (kind: BreakKind, detail: string) => void;

function checkContent(row: ThereRow, ranges: readonly RowRange[], note: Note): 'stands' | 'gone' | 'erased' {
  const fact = contentFact(row);
  const isErased = includesRow(ranges, row.seq);
  if (fact === 'changed') note('content', 'content is not what was signed');
  if (fact === 'whole' && isErased) note('content', CONTENT_BACK);
  if (fact !== 'gone') return 'stands';
  return isErased ? 'erased' : 'gone';
}

function checkSealed(
  row: ThereRow,
  { origin }: ChainContext,
  signatures: SegmentSignatures,
  note: Note,
): void {
  const envelope = envelopeOf(row, origin ?? '');
  if (!isBodyWhole(row)) note('column', WRONG_BODY);
  if (origin !== null && !isEnvelopeWhole(row, envelope)) note('column', WRONG_ENVELOPE);
  const signature = signatures.check(row, envelope);
  if (signature !== null) note('signature', signature);
}

function checkPlace(row: WalkedRow, expected: number, last: Place | null, note: Note): void {
  if (row.session_seq !== expected) note('seq', 'rows of the session are missing before this one');
  if (last === null) return;
  if (row.seq <= last.seq) note('seq', 'stands before the row that it follows');
  if (row.received_at < last.received_at) note('seq', 'received before the row before it');
}
