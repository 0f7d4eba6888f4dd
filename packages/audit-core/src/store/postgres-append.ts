// Appends on PostgreSQL: the head row is locked FOR UPDATE, a group lands as one JSON recordset.
import type { Knex } from 'knex';
import type { ClientBase, QueryResultRow } from 'pg';
import type { Frontier } from '../chain/merkle.ts';
import { GENESIS_HASH } from '../hash.ts';
import type { ChainHead, ChainState, SealedGroup } from '../seal.ts';
import type { CheckpointMark, StoredCheckpoint } from '../seal-checkpoint.ts';
import { COLUMN_LIST, type AppendQuery, type AppendStore } from './append-store.ts';
import { withPostgres } from './connection.ts';
import { CATCH_UP_ROWS, catchUp, frontierOf } from './frontier-of-head.ts';

export function createPostgresAppendStore(knex: Knex): AppendStore {
  return {
    transact: (query, seal) =>
      withPostgres(knex, (client) => inTransaction(client, () => appendGroup(client, query, seal))),
    registerKey: async (key) => {
      await knex('signing_keys').insert(key).onConflict('key_id').ignore();
    },
  };
}

export async function inTransaction<T>(client: ClientBase, work: () => Promise<T>): Promise<T> {
  await client.query('BEGIN');
  try {
    const result = await work();
    await client.query('COMMIT');
    return result;
  } catch (error) {
    // A connection that is gone cannot roll back, and need not: the server did.
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

async function appendGroup(
  client: ClientBase,
  query: AppendQuery,
  seal: (state: ChainState) => SealedGroup,
): Promise<SealedGroup> {
  const head = await lockHead(client, query);
  const known = await knownKeys(client, query);
  const sessions = await sessionCounters(client, query);
  const frontier = await wholeFrontier(client, head);
  const lastCheckpoint = await selectLastCheckpoint(client, query.tenant);
  const group = seal({ head, frontier, lastCheckpoint, known, sessions });
  if (group.rows.length > 0) await landRows(client, query.tenant, group);
  if (group.checkpoint !== null) await landCheckpoint(client, group.checkpoint);
  if (group.rows.length > 0 || group.checkpoint !== null) await moveHead(client, group.head);
  return group;
}

async function lockHead(client: ClientBase, { tenant, newOrigin }: AppendQuery): Promise<ChainHead> {
  const locked = await selectHead(client, tenant);
  if (locked !== undefined) return locked;
  // Two first writers meet here: one creates the head, both then wait for its lock.
  await run(
    client,
    'create-head',
    `INSERT INTO chain_heads (tenant, origin, size, head_hash, received_at) VALUES ($1, $2, 0, $3, 0)
     ON CONFLICT (tenant) DO NOTHING`,
    [tenant, newOrigin(), GENESIS_HASH],
  );
  const created = await selectHead(client, tenant);
  if (created === undefined) throw new Error('chain head vanished');
  return created;
}

async function selectHead(client: ClientBase, tenant: string): Promise<ChainHead | undefined> {
  const sql =
    'SELECT tenant, origin, size, head_hash, received_at, frontier FROM chain_heads WHERE tenant = $1 FOR UPDATE';
  const [head] = await run<ChainHead & QueryResultRow>(client, 'lock-head', sql, [tenant]);
  return head;
}

async function wholeFrontier(client: ClientBase, head: ChainHead): Promise<Frontier> {
  let frontier = frontierOf(head);
  while (frontier.size < head.size) {
    const through = Math.min(frontier.size + CATCH_UP_ROWS, head.size);
    const sql = 'SELECT row_hash FROM audit_logs WHERE tenant = $1 AND seq > $2 AND seq <= $3 ORDER BY seq';
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
  const sql =
    'SELECT idempotency_key AS key FROM audit_logs WHERE tenant = $1 AND idempotency_key = ANY($2::text[])';
  const rows = await run<{ key: string }>(client, 'known-keys', sql, [tenant, idempotencyKeys]);
  return new Set(rows.map(({ key }) => key));
}

async function sessionCounters(
  client: ClientBase,
  { tenant, sessionIds }: AppendQuery,
): Promise<Map<string, number>> {
  const sql = `SELECT s.id, coalesce((SELECT session_seq FROM audit_logs WHERE tenant = $1 AND session_id = s.id
     ORDER BY session_seq DESC LIMIT 1), 0) AS newest FROM unnest($2::text[]) AS s(id)`;
  const rows = await run<{ id: string; newest: number }>(client, 'session-counters', sql, [
    tenant,
    sessionIds,
  ]);
  return new Map(rows.map(({ id, newest }) => [id, newest]));
}

async function landRows(client: ClientBase, tenant: string, { rows, contents }: SealedGroup): Promise<void> {
  const rowsSql = `INSERT INTO audit_logs (${COLUMN_LIST})
     SELECT ${COLUMN_LIST} FROM json_populate_recordset(NULL::audit_logs, $1::json)`;
  await run(client, 'land-rows', rowsSql, [JSON.stringify(rows)]);
  const contentsSql = `INSERT INTO audit_content (tenant, seq, salt, content)
     SELECT $1, seq, salt, content FROM json_populate_recordset(NULL::audit_content, $2::json)`;
  if (contents.length > 0)
    await run(client, 'land-contents', contentsSql, [tenant, JSON.stringify(contents)]);
}

// A size has one checkpoint. Where the store was set back, the one that was given out first stays as evidence.
async function landCheckpoint(client: ClientBase, checkpoint: StoredCheckpoint): Promise<void> {
  const { tenant, size, root, note, created_at, key_id } = checkpoint;
  const sql = `INSERT INTO checkpoints (tenant, size, root, note, created_at, key_id)
     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`;
  await run(client, 'land-checkpoint', sql, [tenant, size, root, note, created_at, key_id]);
}

async function moveHead(client: ClientBase, head: ChainHead): Promise<void> {
  const { tenant, size, head_hash, received_at, frontier } = head;
  const sql = `UPDATE chain_heads SET size = $2, head_hash = $3, received_at = $4, frontier = $5
     WHERE tenant = $1`;
  await run(client, 'move-head', sql, [tenant, size, head_hash, received_at, frontier]);
}

// A name makes the statement parsed once a connection; plans are made anew each time (plan_cache_mode in database.ts).
async function run<R extends QueryResultRow>(
  client: ClientBase,
  name: string,
  text: string,
  values: unknown[],
): Promise<R[]> {
  const { rows } = await client.query<R>({ name: `audit-${name}`, text, values });
  return rows;
}
