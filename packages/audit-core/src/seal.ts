// Gives prepared rows their place in the chain and signs them. Same input and key, same rows.
import { formatFrontier } from './chain/frontier-text.ts';
import { extendFrontier, type Frontier } from './chain/merkle.ts';
import { envelopeText } from './envelope.ts';
import { AuditError } from './errors.ts';
import { leafHash } from './hash.ts';
import { inSlices } from './in-slices.ts';
import type { PreparedRow } from './prepare-row.ts';
import type { RowBody, RowContent, SealedRow } from './row.ts';
import {
  isCheckpointDue,
  sealCheckpoint,
  type CheckpointInterval,
  type CheckpointMark,
  type StoredCheckpoint,
} from './seal-checkpoint.ts';
import { signInParts } from './sign-in-parts.ts';
import { signAll, type Signer } from './signer.ts';
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
  deps: SealDeps,
  state: ChainState,
  requests: readonly (readonly PreparedRow[])[],
  now: number,
): SealedGroup {
  const chain = openChain(state, now);
  const appended = requests.map((rows) => rows.filter(chain.addOnce).length);
  const signatures = chain.links.map(({ envelope }) => deps.signer.sign(envelope));
  return {
    ...settleGroup(deps, state, chain),
    rows: sealedRows(deps.signer, chain.links, signatures),
    appended,
  };
}

/** A group that is settled but for the signatures of its rows. */
export interface OpenGroup extends Omit<SealedGroup, 'rows'> {
  /** The rows in order, as they are signed; may be asked for again. Rejects with AuditError `signing_failed`. */
  readonly parts: AsyncIterable<readonly SealedRow[]>;
}

/** A group that is whole, for who takes an open one. */
export function openGroup({ rows, ...group }: SealedGroup): OpenGroup {
  return { ...group, parts: { [Symbol.asyncIterator]: () => onePart(rows) } };
}

async function* onePart<T>(rows: readonly T[]): AsyncGenerator<readonly T[], void> {
  if (rows.length > 0) yield await Promise.resolve(rows);
}

/**
 * The same group, signed on other threads and with the event loop free in between. Resolves when signing has begun; what
 * `sealGroup` throws for a row, its parts reject with.
 */
export async function sealGroupAside(
  deps: SealDeps,
  state: ChainState,
  requests: readonly (readonly PreparedRow[])[],
  now: number,
): Promise<OpenGroup> {
  const chain = openChain(state, now);
  const appended: number[] = [];
  for (const rows of requests) appended.push((await inSlices(rows, chain.addOnce)).filter(Boolean).length);
  const parts = signInParts(chain.links, (links) => signLinks(deps.signer, links));
  // While the first part is signed.
  return { ...settleGroup(deps, state, chain), parts, appended };
}

/** Resolves when the first rows of a group are signed. Rejects with AuditError `signing_failed`. */
export async function firstSigned({ parts }: OpenGroup): Promise<void> {
  for await (const signed of parts) if (signed.length > 0) break;
}

async function signLinks(signer: Signer, links: readonly Link[]): Promise<SealedRow[]> {
  const signatures = await signAll(
    signer,
    links.map(({ envelope }) => envelope),
  );
  return sealedRows(signer, links, signatures);
}

function sealedRows(signer: Signer, links: readonly Link[], signatures: readonly Uint8Array[]): SealedRow[] {
  return links.map((link, index) => sealedRow(link, sealOf(signer, signatures[index])));
}

/** Made once it is whole: what lies here by the hundred is not copied on the way. */
function sealedRow({ body, position, row_hash }: Link, { signature, key_id }: Seal): SealedRow {
  return { ...body, ...position, row_hash, signature, key_id };
}

/** What follows from the rows without their signatures. */
function settleGroup(
  { signer, interval, nextKey = signer.keyId }: SealDeps,
  state: ChainState,
  chain: OpenChain,
): Pick<SealedGroup, 'contents' | 'head' | 'checkpoint'> {
  const frontier = extendFrontier(
    state.frontier,
    chain.links.map(({ row_hash }) => Buffer.from(row_hash, 'base64')),
  );
  const head = { ...chain.head(), frontier: formatFrontier(frontier), key_id: nextKey };
  const due =
    chain.links.length > 0 && isCheckpointDue(interval, state.lastCheckpoint, head.size, head.received_at);
  const checkpoint = due ? sealCheckpoint(signer, head, frontier, head.received_at) : null;
  return { contents: chain.contents, head, checkpoint };
}

type Seal = Pick<SealedRow, 'signature' | 'key_id'>;

function sealOf({ keyId }: Signer, signature: Uint8Array | undefined): Seal {
  if (signature === undefined)
    throw new AuditError('signing_failed', 'A row was left unsigned; nothing was stored.');
  return { signature: Buffer.from(signature).toString('base64'), key_id: keyId };
}

/** A row that has its place and is to be signed. */
interface Link {
  readonly body: RowBody;
  readonly position: Position;
  readonly row_hash: string;
  readonly envelope: Buffer;
}

interface OpenChain {
  readonly links: Link[];
  readonly contents: (RowContent & { seq: number })[];
  /** False, and nothing is added, for a key that was seen before. */
  readonly addOnce: (row: PreparedRow) => boolean;
  head(): ChainHead;
}

function openChain({ head, sessions, known }: ChainState, now: number): OpenChain {
  const received_at = Math.max(now, head.received_at);
  const counters = new Map(sessions);
  const seen = new Set(known);
  const links: Link[] = [];
  const contents: OpenChain['contents'] = [];
  let { size, head_hash } = head;
  const addOnce = (prepared: PreparedRow): boolean => {
    const { body } = prepared;
    if (seen.has(body.idempotency_key)) return false;
    seen.add(body.idempotency_key);
    const position = {
      seq: size + 1,
      received_at,
      session_seq: nextInSession(counters, body.session_id),
      prev_hash: head_hash,
      body_hash: prepared.bodyHash,
    };
    const link = linkRow(head.origin, prepared, position);
    links.push(link);
    size = position.seq;
    if (prepared.content !== null) contents.push({ seq: size, ...prepared.content });
    head_hash = link.row_hash;
    return true;
  };
  return { links, contents, addOnce, head: () => ({ ...head, size, head_hash, received_at }) };
}

function nextInSession(counters: Map<string, number>, session: string | null): number {
  if (session === null) return 0;
  const next = (counters.get(session) ?? 0) + 1;
  counters.set(session, next);
  return next;
}

type Position = Parameters<typeof envelopeText>[2];

function linkRow(origin: string, { body, session }: PreparedRow, position: Position): Link {
  const envelope = envelopeText(origin, session, position);
  return { body, position, row_hash: leafHash(envelope), envelope: Buffer.from(envelope, 'utf8') };
}
