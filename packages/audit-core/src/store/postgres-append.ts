// Appends on PostgreSQL: the head row is locked FOR UPDATE, a group lands as one JSON recordset.
import type { Knex } from 'knex';
import type { ClientBase, QueryResultRow } from 'pg';
import { GENESIS_HASH } from '../hash.ts';
import type { ChainHead, ChainState, SealedGroup } from '../seal.ts';
import { COLUMN_LIST, type AppendQuery, type AppendStore } from './append-store.ts';
import { withPostgres } from './connection.ts';

export function createPostgresAppendStore(knex: Knex): AppendStore {
  return {
    transact: (query, seal) =>
      withPostgres(knex, (client) => inTransaction(client, () => appendGroup(client, query, seal))),
    registerKey: async (key) => {
      await knex('signing_keys').insert(key).onConflict('key_id').ignore();
    },
  };
}

async function inTransaction<T>(client: ClientBase, work: () => Promise<T>): Promise<T> {
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
  const group = seal({ head, known, sessions });
  if (group.rows.length > 0) await landGroup(client, query.tenant, group);
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
    'SELECT tenant, origin, size, head_hash, received_at FROM chain_heads WHERE tenant = $1 FOR UPDATE';
  const [head] = await run<ChainHead & QueryResultRow>(client, 'lock-head', sql, [tenant]);
  return head;
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

async function landGroup(
  client: ClientBase,
  tenant: string,
  { rows, contents, head }: SealedGroup,
): Promise<void> {
  const rowsSql = `INSERT INTO audit_logs (${COLUMN_LIST})
     SELECT ${COLUMN_LIST} FROM json_populate_recordset(NULL::audit_logs, $1::json)`;
  await run(client, 'land-rows', rowsSql, [JSON.stringify(rows)]);
  const contentsSql = `INSERT INTO audit_content (tenant, seq, salt, content)
     SELECT $1, seq, salt, content FROM json_populate_recordset(NULL::audit_content, $2::json)`;
  if (contents.length > 0)
    await run(client, 'land-contents', contentsSql, [tenant, JSON.stringify(contents)]);
  const headSql = 'UPDATE chain_heads SET size = $2, head_hash = $3, received_at = $4 WHERE tenant = $1';
  await run(client, 'move-head', headSql, [tenant, head.size, head.head_hash, head.received_at]);
}

// A name makes the statement prepared once a connection.
async function run<R extends QueryResultRow>(
  client: ClientBase,
  name: string,
  text: string,
  values: unknown[],
): Promise<R[]> {
  const { rows } = await client.query<R>({ name: `audit-${name}`, text, values });
  return rows;
}
