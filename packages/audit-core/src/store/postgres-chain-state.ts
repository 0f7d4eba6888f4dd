// What PostgreSQL knows of a chain when its head is locked: read in one go, each statement sent before the one in front is answered.
import type { ClientBase, QueryResultRow } from 'pg';
import type { Frontier } from '../chain/merkle.ts';
import { GENESIS_HASH } from '../hash.ts';
import type { ChainHead, ChainState } from '../seal.ts';
import type { CheckpointMark } from '../seal-checkpoint.ts';
import { administrationRows, HOLD_ROWS, type StoredAct } from './administration-reader.ts';
import type { AppendQuery, Removal } from './append-store.ts';
import { CATCH_UP_ROWS, catchUp, frontierOf } from './frontier-of-head.ts';
import { LEAVES, sessionHash } from './leaves.ts';
import { namedStatements } from './postgres-transaction.ts';
import { ROLLED_ATTRIBUTES } from './rolled-attributes.ts';
import type { StoredHead } from './rolled-head.ts';

const run = namedStatements('chain');

export interface LockedHead {
  readonly head: StoredHead;
  /** that usage is rolled up by */
  readonly attributes: readonly string[];
}

export interface LockedChain extends LockedHead {
  readonly state: ChainState;
}

/** For a group that was sealed before. Undefined for a tenant without a chain. */
export async function lockHead(client: ClientBase, tenant: string): Promise<LockedHead | undefined> {
  const [head, attributes] = await Promise.all([selectHead(client, tenant), rolledAttributes(client)]);
  return head && { head, attributes };
}

/** Locks the head, and makes it for a tenant that has none. */
export async function lockChain(client: ClientBase, query: AppendQuery): Promise<LockedChain> {
  const locked = await lockAndRead(client, query);
  if (locked !== undefined) return locked;
  // Two first writers meet here: one creates the head, both then wait for its lock.
  await createHead(client, query);
  const created = await lockAndRead(client, query);
  if (created === undefined) throw new Error('chain head vanished');
  return created;
}

/** The lock is asked for first: the server answers in order, and each statement sees what was committed before it began. */
async function lockAndRead(client: ClientBase, query: AppendQuery): Promise<LockedChain | undefined> {
  const { tenant } = query;
  const [found, known, sessions, lastCheckpoint, attributes] = await Promise.all([
    selectHead(client, tenant),
    knownKeys(client, query),
    sessionCounters(client, query),
    selectLastCheckpoint(client, tenant),
    rolledAttributes(client),
  ]);
  if (found === undefined) return undefined;
  const head = await withKey(client, found);
  const frontier = await wholeFrontier(client, head);
  const guards = await readGuards(client, query, head);
  return { head, attributes, state: { head, frontier, lastCheckpoint, known, sessions, ...guards } };
}

async function rolledAttributes(client: ClientBase): Promise<string[]> {
  const keys = await run<{ attribute: string }>(client, 'rolled-attributes', ROLLED_ATTRIBUTES, []);
  return keys.map(({ attribute }) => attribute);
}

async function createHead(client: ClientBase, { tenant, newOrigin }: AppendQuery): Promise<void> {
  await run(
    client,
    'create-head',
    `INSERT INTO chain_heads (tenant, origin, size, head_hash, received_at) VALUES ($1, $2, 0, $3, 0)
     ON CONFLICT (tenant) DO NOTHING`,
    [tenant, newOrigin(), GENESIS_HASH],
  );
}

async function selectHead(client: ClientBase, tenant: string): Promise<StoredHead | undefined> {
  const sql =
    'SELECT tenant, origin, size, head_hash, received_at, frontier, key_id, rolled FROM chain_heads WHERE tenant = $1 FOR UPDATE';
  const [head] = await run<StoredHead & QueryResultRow>(client, 'lock-head', sql, [tenant]);
  return head;
}

async function withKey(client: ClientBase, head: StoredHead): Promise<StoredHead> {
  if (head.key_id !== null || head.size === 0) return head;
  const sql = 'SELECT key_id FROM audit_logs WHERE tenant = $1 AND seq = $2';
  const [newest] = await run<{ key_id: string }>(client, 'key-of-row', sql, [head.tenant, head.size]);
  return { ...head, key_id: newest?.key_id ?? null };
}

async function readGuards(
  client: ClientBase,
  { tenant, beginner, rememberedSize, erase, remove, withHolds }: AppendQuery,
  { size }: ChainHead,
): Promise<Pick<ChainState, 'keyRetired' | 'rememberedHash' | 'erased' | 'removed' | 'holds'>> {
  const behind = rememberedSize > 0 && rememberedSize < size;
  return {
    keyRetired: size === 0 && (await isRetired(client, beginner)),
    rememberedHash: behind ? await hashOfRow(client, tenant, rememberedSize) : null,
    erased: erase.length === 0 ? [] : await eraseContent(client, tenant, erase),
    removed: await removeAll(client, remove),
    holds: withHolds
      ? administrationRows(await run<StoredAct & QueryResultRow>(client, 'holds', HOLD_ROWS, [tenant]))
      : [],
  };
}

// The share lock makes whoever retires the key wait for this chain, and this chain see a key that was just retired.
async function isRetired(client: ClientBase, keyId: string): Promise<boolean> {
  const sql = 'SELECT retired_at FROM signing_keys WHERE key_id = $1 FOR SHARE';
  const [key] = await run<{ retired_at: number | null }>(client, 'is-retired', sql, [keyId]);
  return typeof key?.retired_at === 'number';
}

async function hashOfRow(client: ClientBase, tenant: string, seq: number): Promise<string | null> {
  const sql = `SELECT row_hash FROM ${LEAVES} WHERE tenant = $1 AND seq = $2`;
  const [row] = await run<{ row_hash: string }>(client, 'hash-of-row', sql, [tenant, seq]);
  return row?.row_hash ?? null;
}

async function eraseContent(client: ClientBase, tenant: string, seqs: readonly number[]): Promise<number[]> {
  const sql = 'DELETE FROM audit_content WHERE tenant = $1 AND seq = ANY($2::bigint[]) RETURNING seq';
  const rows = await run<{ seq: number }>(client, 'erase', sql, [tenant, seqs]);
  return rows.map(({ seq }) => seq).sort((a, b) => a - b);
}

async function removeAll(client: ClientBase, removals: readonly Removal[]): Promise<number> {
  let removed = 0;
  for (const { sql, bindings, counts } of removals) {
    const { rowCount } = await client.query(sql, [...bindings]);
    if (counts) removed += rowCount ?? 0;
  }
  return removed;
}

async function wholeFrontier(client: ClientBase, head: ChainHead): Promise<Frontier> {
  let frontier = frontierOf(head);
  while (frontier.size < head.size) {
    const through = Math.min(frontier.size + CATCH_UP_ROWS, head.size);
    const sql = `SELECT row_hash FROM ${LEAVES} WHERE tenant = $1 AND seq > $2 AND seq <= $3 ORDER BY seq`;
    const values = [head.tenant, frontier.size, through];
    const rows = await run<{ row_hash: string }>(client, 'row-hashes', sql, values);
    const rowHashes = rows.map(({ row_hash }) => row_hash);
    frontier = catchUp(frontier, rowHashes, through - frontier.size);
  }
  return frontier;
}

async function selectLastCheckpoint(client: ClientBase, tenant: string): Promise<CheckpointMark | null> {
  // Not joined to the locked head: a statement that waits for a lock still sees other tables as they were before.
  const sql = 'SELECT size, created_at FROM checkpoints WHERE tenant = $1 ORDER BY size DESC LIMIT 1';
  const [last] = await run<CheckpointMark & QueryResultRow>(client, 'last-checkpoint', sql, [tenant]);
  return last ?? null;
}

async function knownKeys(client: ClientBase, { tenant, idempotencyKeys }: AppendQuery): Promise<Set<string>> {
  // One look-up a key, whatever the planner believes: without statistics it would rather read every row of the tenant.
  const sql = `SELECT key FROM (SELECT u.key, (SELECT 1 FROM audit_logs WHERE tenant = $1 AND idempotency_key = u.key LIMIT 1)
     AS found FROM unnest($2::text[]) AS u(key)) AS looked_up WHERE found = 1`;
  const rows = await run<{ key: string }>(client, 'known-keys', sql, [tenant, idempotencyKeys]);
  return new Set(rows.map(({ key }) => key));
}

async function sessionCounters(
  client: ClientBase,
  { tenant, sessionIds }: AppendQuery,
): Promise<Map<string, number>> {
  const sql = `SELECT s.id, greatest(0, (SELECT session_seq FROM audit_logs WHERE tenant = $1 AND session_id = s.id
     ORDER BY session_seq DESC LIMIT 1), (SELECT session_seq FROM detached_rows WHERE tenant = $1
     AND session = ${sessionHash('s.id')} ORDER BY session_seq DESC LIMIT 1)) AS newest FROM unnest($2::text[]) AS s(id)`;
  const rows = await run<{ id: string; newest: number }>(client, 'session-counters', sql, [
    tenant,
    sessionIds,
  ]);
  return new Map(rows.map(({ id, newest }) => [id, newest]));
}
