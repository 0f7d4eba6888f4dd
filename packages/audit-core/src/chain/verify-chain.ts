// Walks one tenant's chain from its first row to its head, in constant memory but for one counter a session.
import { GENESIS_HASH } from '../hash.ts';
import type { StoredCheckpoint } from '../seal-checkpoint.ts';
import type { ChainHead } from '../seal.ts';
import type { SignatureVerifier } from '../verify-signature.ts';
import { FOREIGN_CHECKPOINT } from './check-checkpoint.ts';
import type { StoredRow } from './stored-row.ts';
import { mergeBreaks, type Break, type BreakKind, type ChainReport, type VerifyMode } from './verdict.ts';
import { createTreeWalk, type TreeWalk } from './verify-tree.ts';
import { verifyRow, verifyRowSignature, WRONG_ENVELOPE, type Expected, type Finding } from './verify-row.ts';

export interface VerifyChainInput {
  readonly tenant: string;
  /** null: rows exist but the store has no head for them */
  readonly head: ChainHead | null;
  /** pages of rows in seq order, up to the head */
  readonly pages: AsyncIterable<readonly StoredRow[]>;
  /** Checkpoints of `after < size <= through`, in order of size. */
  readonly checkpoints: (after: number, through: number) => AsyncIterable<StoredCheckpoint>;
  /** Size of the chain now; null without a head. Asked after the newest checkpoint was read. */
  readonly sizeNow: () => Promise<number | null>;
  /** Damage found beside the walk: rows beyond the head, content without a row. Asked after the last page. */
  readonly strays: () => Promise<readonly Break[]>;
  readonly mode: VerifyMode;
  readonly keys: ReadonlyMap<string, SignatureVerifier>;
  readonly onRows?: (count: number) => void;
}

export async function verifyChain(input: VerifyChainInput): Promise<ChainReport> {
  const walk = createWalk(input);
  const tree = createTreeWalk(input);
  let last = -Infinity;
  for await (const page of input.pages) {
    const through = page.at(-1)?.seq ?? last;
    const checkpoints: StoredCheckpoint[] = [];
    for await (const checkpoint of input.checkpoints(last, through)) checkpoints.push(checkpoint);
    walkPage(walk, tree, page, checkpoints);
    last = through;
    input.onRows?.(page.length);
  }
  const uncovered = await verifyTail(input, tree, last);
  const strays = await input.strays();
  return walk.end([...strays, ...uncovered, ...tree.breaks()]);
}

function walkPage(
  walk: ReturnType<typeof createWalk>,
  tree: TreeWalk,
  page: readonly StoredRow[],
  checkpoints: readonly StoredCheckpoint[],
): void {
  let next = 0;
  for (const row of page) {
    walk.row(row);
    tree.leaf(row.seq, row.row_hash);
    for (let due = checkpoints[next]; due !== undefined && due.size <= row.seq; due = checkpoints[next]) {
      tree.checkpoint(due);
      next += 1;
    }
  }
}

/** Checkpoints beyond the rows walked: of rows written since, or of rows that were cut off. */
async function verifyTail(input: VerifyChainInput, tree: TreeWalk, last: number): Promise<Break[]> {
  let covered = 0;
  for await (const checkpoint of input.checkpoints(last, Infinity))
    if (tree.checkpoint(checkpoint)) covered = checkpoint.size;
  const size = (await input.sizeNow()) ?? Math.max(last, 0);
  if (covered <= size) return [];
  const detail = 'rows that a checkpoint covers are missing';
  return [{ seq: size + 1, through: covered, kind: 'seq', detail }];
}

interface WalkState {
  readonly breaks: Break[];
  readonly sessions: Map<string, number>;
  last: StoredRow | null;
  rows: number;
  gaps: number;
  signatures: number;
  /** rows whose body is whole but whose envelope is not: all of them means that the origin was changed */
  wrongEnvelopes: number;
}

function createWalk({ tenant, head, mode, keys }: VerifyChainInput) {
  const state: WalkState = {
    breaks: [],
    sessions: new Map(),
    last: null,
    rows: 0,
    gaps: 0,
    signatures: 0,
    wrongEnvelopes: 0,
  };
  const origin = head?.origin ?? '';
  const note = (seq: number, findings: readonly Finding[]): void => {
    for (const { kind, detail } of findings) state.breaks.push({ seq, through: seq, kind, detail });
  };
  const checkSignature = (row: StoredRow): void => {
    state.signatures += 1;
    note(row.seq, verifyRowSignature(row, origin, keys));
  };
  const row = (current: StoredRow): void => {
    noteGap(state, current.seq);
    const findings = verifyRow(current, expectedOf(state, current, tenant, origin));
    if (findings.length > 0 && findings.every(isWrongEnvelope)) state.wrongEnvelopes += 1;
    note(current.seq, findings);
    if (mode === 'deep' && keys.size > 0) checkSignature(current);
    state.rows += 1;
    state.last = current;
    if (current.session_id !== null) state.sessions.set(current.session_id, current.session_seq);
  };
  const end = (strays: readonly Break[]): ChainReport => {
    state.breaks.push(...strays);
    // Intact links plus one valid signature over the newest row cover every row before it.
    if (mode === 'full' && keys.size > 0 && state.last !== null) checkSignature(state.last);
    checkHead(state, head);
    return report(state, tenant, head);
  };
  return { row, end };
}

function expectedOf(
  { last, sessions, gaps }: WalkState,
  row: StoredRow,
  tenant: string,
  origin: string,
): Expected {
  const follows = row.seq === (last?.seq ?? 0) + 1;
  return {
    tenant,
    origin,
    prevHash: follows ? (last?.row_hash ?? GENESIS_HASH) : null,
    notBefore: last?.received_at ?? 0,
    sessionSeq: row.session_id === null ? 0 : nextOf(sessions.get(row.session_id), gaps),
  };
}

function nextOf(counter: number | undefined, gaps: number): number | null {
  if (counter !== undefined) return counter + 1;
  return gaps === 0 ? 1 : null;
}

function noteGap(state: WalkState, seq: number): void {
  const next = (state.last?.seq ?? 0) + 1;
  if (seq === next) return;
  const missing = { seq: next, through: seq - 1, kind: 'seq', detail: 'rows are missing' } as const;
  const outside = { seq, through: seq, kind: 'seq', detail: 'number outside the sequence' } as const;
  state.breaks.push(seq > next ? missing : outside);
  state.gaps += 1;
  state.sessions.clear();
}

function checkHead({ last, breaks }: WalkState, head: ChainHead | null): void {
  const size = last?.seq ?? 0;
  const at = (kind: BreakKind, seq: number, through: number, detail: string): void => {
    breaks.push({ seq, through, kind, detail });
  };
  if (head === null) {
    if (size > 0) at('root', size, size, 'the chain has rows but no head');
  } else if (head.size > size) {
    at('seq', size + 1, head.size, 'rows are missing at the end');
  } else if (last !== null && (head.head_hash !== last.row_hash || head.received_at !== last.received_at)) {
    at('root', size, size, 'the head does not match the newest row');
  }
}

function report(state: WalkState, tenant: string, head: ChainHead | null): ChainReport {
  const { last, rows, signatures } = state;
  return {
    tenant,
    origin: head?.origin ?? null,
    rows,
    head: last === null ? null : { size: last.seq, hash: last.row_hash },
    signatures,
    breaks: breaksOf(state, head),
  };
}

function breaksOf(state: WalkState, head: ChainHead | null): readonly Break[] {
  // Without a head there is no origin to check envelopes against: the missing head is the finding.
  if (head === null)
    return mergeBreaks(state.breaks.filter((found) => !isWrongEnvelope(found) && found.kind !== 'signature'));
  return originChanged(state) ? [ORIGIN_CHANGED] : mergeBreaks(state.breaks);
}

const ORIGIN_CHANGED: Break = {
  seq: 1,
  through: 1,
  kind: 'origin',
  detail: 'the chain is not the one this origin names',
};

// One changed origin makes every envelope wrong. Naming it once says more than naming every row.
function originChanged({ wrongEnvelopes, rows, breaks }: WalkState): boolean {
  const others = breaks.filter(
    ({ kind, detail }) => kind !== 'signature' && kind !== 'column' && detail !== FOREIGN_CHECKPOINT,
  );
  return rows > 1 && wrongEnvelopes === rows && others.length === 0;
}

function isWrongEnvelope({ detail }: Finding): boolean {
  return detail === WRONG_ENVELOPE;
}
