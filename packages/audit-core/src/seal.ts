// Gives prepared rows their place in the chain and signs them. Pure but for the signer: same input, same rows.
import { formatFrontier } from './chain/frontier-text.ts';
import { extendFrontier, type Frontier } from './chain/merkle.ts';
import { envelopeText } from './envelope.ts';
import { leafHash } from './hash.ts';
import type { PreparedRow } from './prepare-row.ts';
import type { RowContent, SealedRow } from './row.ts';
import {
  isCheckpointDue,
  sealCheckpoint,
  type CheckpointInterval,
  type CheckpointMark,
  type StoredCheckpoint,
} from './seal-checkpoint.ts';
import type { Signer } from './signer.ts';
import type { AdministrationRow } from './store/administration-reader.ts';

/** The end of one tenant's chain. */
export interface ChainHead {
  readonly tenant: string;
  readonly origin: string;
  /** rows in the chain = seq of the newest row */
  readonly size: number;
  /** base64 row_hash of the newest row, or 32 zero bytes */
  readonly head_hash: string;
  /** received_at of the newest row, Unix milliseconds */
  readonly received_at: number;
  /** the Merkle frontier as text; null on a head from before there was one */
  readonly frontier: string | null;
  /** the key that must sign the next row; null while the chain is empty */
  readonly key_id: string | null;
}

/** What the store knew when the chain was locked. */
export interface ChainState {
  readonly head: ChainHead;
  /** over every row of the head */
  readonly frontier: Frontier;
  /** the newest checkpoint of the chain */
  readonly lastCheckpoint: CheckpointMark | null;
  /** idempotency keys of the group that are in the store already */
  readonly known: ReadonlySet<string>;
  /** newest session_seq per session id of the group */
  readonly sessions: ReadonlyMap<string, number>;
  /** the key that would begin the chain was retired; read for an empty chain alone */
  readonly keyRetired: boolean;
  /** row_hash at the remembered size; null unless rows lie behind that size */
  readonly rememberedHash: string | null;
  /** rows whose content this transaction has removed, rising */
  readonly erased: readonly number[];
  /** rows beside the chain that this transaction has removed */
  readonly removed: number;
  /** every placing and releasing of a hold; empty unless asked for */
  readonly holds: readonly AdministrationRow[];
}

export interface SealedGroup {
  readonly rows: readonly SealedRow[];
  readonly contents: readonly (RowContent & { readonly seq: number })[];
  readonly head: ChainHead;
  /** null when none is due */
  readonly checkpoint: StoredCheckpoint | null;
  /** per request of the group: how many of its rows were added */
  readonly appended: readonly number[];
}

export interface SealDeps {
  readonly signer: Signer;
  readonly interval: CheckpointInterval;
  /** The key that signs behind this group. Default: the signer's. */
  readonly nextKey?: string;
}

/**
 * @param requests prepared rows, one list a request; a key seen before, in the store or in the group, adds nothing.
 * @param now collector time in Unix milliseconds; a clock that jumps back does not take the chain with it.
 * @throws AuditError `signing_failed`.
 */
export function sealGroup(
  { signer, interval, nextKey = signer.keyId }: SealDeps,
  state: ChainState,
  requests: readonly (readonly PreparedRow[])[],
  now: number,
): SealedGroup {
  const chain = openChain(signer, state, now);
  const seen = new Set(state.known);
  const appended = requests.map((rows) => rows.filter((row) => addOnce(chain, seen, row)).length);
  const { rows, contents } = chain;
  const frontier = extendFrontier(
    state.frontier,
    rows.map(({ row_hash }) => Buffer.from(row_hash, 'base64')),
  );
  const head = { ...chain.head(), frontier: formatFrontier(frontier), key_id: nextKey };
  const due = rows.length > 0 && isCheckpointDue(interval, state.lastCheckpoint, head.size, head.received_at);
  const checkpoint = due ? sealCheckpoint(signer, head, frontier, head.received_at) : null;
  return { rows, contents, head, checkpoint, appended };
}

function addOnce(chain: OpenChain, seen: Set<string>, row: PreparedRow): boolean {
  if (seen.has(row.body.idempotency_key)) return false;
  seen.add(row.body.idempotency_key);
  chain.add(row);
  return true;
}

interface OpenChain {
  readonly rows: SealedRow[];
  readonly contents: (RowContent & { seq: number })[];
  add(row: PreparedRow): void;
  head(): ChainHead;
}

function openChain(signer: Signer, { head, sessions }: ChainState, now: number): OpenChain {
  const received_at = Math.max(now, head.received_at);
  const counters = new Map(sessions);
  const rows: SealedRow[] = [];
  const contents: OpenChain['contents'] = [];
  let { size, head_hash } = head;
  const add = (prepared: PreparedRow): void => {
    const position = {
      seq: size + 1,
      received_at,
      session_seq: nextInSession(counters, prepared.body.session_id),
      prev_hash: head_hash,
      body_hash: prepared.bodyHash,
    };
    const row = sealRow(signer, head.origin, prepared, position);
    rows.push(row);
    if (prepared.content !== null) contents.push({ seq: row.seq, ...prepared.content });
    size = row.seq;
    head_hash = row.row_hash;
  };
  return { rows, contents, add, head: () => ({ ...head, size, head_hash, received_at }) };
}

function nextInSession(counters: Map<string, number>, session: string | null): number {
  if (session === null) return 0;
  const next = (counters.get(session) ?? 0) + 1;
  counters.set(session, next);
  return next;
}

function sealRow(
  signer: Signer,
  origin: string,
  { body, session }: PreparedRow,
  position: Parameters<typeof envelopeText>[2],
): SealedRow {
  const envelope = envelopeText(origin, session, position);
  const signature = Buffer.from(signer.sign(Buffer.from(envelope, 'utf8'))).toString('base64');
  return { ...body, ...position, row_hash: leafHash(envelope), signature, key_id: signer.keyId };
}
