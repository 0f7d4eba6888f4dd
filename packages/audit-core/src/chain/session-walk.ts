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
  isEnvelopeWhole,
  WRONG_BODY,
  WRONG_ENVELOPE,
} from './check-row.ts';
import { createSegmentSignatures, type SignaturesResult } from './segment-signatures.ts';
import type { StoredRow } from './stored-row.ts';

type Place = Pick<StoredRow, 'seq' | 'row_hash' | 'received_at'>;

export interface SessionWalked extends SignaturesResult {
  readonly rows: number;
  readonly first: Place | null;
  readonly last: Place | null;
  readonly breaks: readonly Break[];
  readonly erased: number;
  /** rows whose content is gone and that no known erasure names */
  readonly gone: readonly Break[];
}

export interface SessionWalk {
  page(rows: readonly StoredRow[]): void;
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
  let counts = { rows: 0, erased: 0 };
  let [first, last]: [Place | null, Place | null] = [null, null];
  const walkRow = (row: StoredRow): void => {
    const note = (kind: BreakKind, detail: string): void => void breaks.push(breakAt(row.seq, kind, detail));
    checkPlace(row, counts.rows + 1, last, note);
    const envelope = envelopeOf(row, context.origin ?? '');
    if (!isBodyWhole(row)) note('column', WRONG_BODY);
    if (context.origin !== null && !isEnvelopeWhole(row, envelope)) note('column', WRONG_ENVELOPE);
    const signature = signatures.check(row, envelope);
    if (signature !== null) note('signature', signature);
    const fact = contentFact(row);
    const isErased = includesRow(erased, row.seq);
    if (fact === 'changed') note('content', 'content is not what was signed');
    if (fact === 'whole' && isErased) note('content', CONTENT_BACK);
    if (fact === 'gone' && !isErased) gone.push(breakAt(row.seq, 'content', CONTENT_GONE));
    counts = { rows: row.session_seq, erased: counts.erased + (fact === 'gone' && isErased ? 1 : 0) };
    last = row;
    first ??= row;
  };
  let rows = 0;
  return {
    page: (page) => {
      for (const row of page) walkRow(row);
      rows += page.length;
    },
    end: () => ({
      ...signatures.end(),
      rows,
      first,
      last,
      erased: counts.erased,
      gone,
      breaks: mergeBreaks(breaks),
    }),
  };
}

function checkPlace(
  row: StoredRow,
  expected: number,
  last: Place | null,
  note: (kind: BreakKind, detail: string) => void,
): void {
  if (row.session_seq !== expected) note('seq', 'rows of the session are missing before this one');
  if (last === null) return;
  if (row.seq <= last.seq) note('seq', 'stands before the row that it follows');
  if (row.received_at < last.received_at) note('seq', 'received before the row before it');
}
