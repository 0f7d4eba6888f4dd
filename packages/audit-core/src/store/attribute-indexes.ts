// Indexes over attributes that an organisation filters and groups by. Which ones is a setting, so they are no migration.
import { hash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Knex } from 'knex';
import type { ClientBase } from 'pg';
import { AuditError } from '../errors.ts';
import { groupedSql, isIndexableKey } from '../reads/attribute-sql.ts';
import { isPartitioned } from '../partitions/catalog.ts';
import { runOnPartitions } from '../partitions/index-partitions.ts';
import { withPostgres } from './connection.ts';
import type { Database } from './database.ts';
import type { Dialect } from './dialect.ts';

export interface IndexChanges {
  /** Keys that have an index now and had none before. */
  readonly created: readonly string[];
  /** Indexes of keys that are not asked for any more. */
  readonly dropped: number;
}

/**
 * Makes the indexes of these keys and drops those of all others. Idempotent; on a large store it takes a while, and
 * PostgreSQL goes on taking rows meanwhile. Throws AuditError `store_unavailable`, or `invalid_event` for a key that
 * cannot be indexed.
 */
export async function ensureAttributeIndexes(
  database: Database,
  keys: readonly string[],
): Promise<IndexChanges> {
  const wanted = new Map(keys.map((key) => [indexName(database.dialect, key), key]));
  try {
    return await (database.dialect === 'postgres'
      ? onPostgres(database.knex, wanted)
      : onSqlite(database.knex, wanted));
  } catch (cause) {
    throw new AuditError('store_unavailable', 'The attribute indexes could not be made. Try again.', {
      cause,
    });
  }
}

/** Whether PostgreSQL can use an index over this key; the key must be indexable. */
export async function hasAttributeIndex(knex: Knex, key: string): Promise<boolean> {
  const { rows } = await knex.raw<{ rows: Existing[] }>(LIST);
  return rows.some(({ name, valid }) => valid && name === indexName('postgres', key));
}

const PREFIX = 'audit_logs_attr_';

/** Named after the indexed text: a later version that writes it otherwise makes a new index. */
function indexName(dialect: Dialect, key: string): string {
  if (!isIndexableKey(key))
    throw new AuditError('invalid_event', 'An attribute of this name cannot be indexed.');
  const text = groupedSql(dialect, key, '').sql + onlyNamed(dialect, key);
  return `${PREFIX}${hash('sha256', text).slice(0, 16)}`;
}

function definition(dialect: Dialect, name: string, key: string): string {
  const concurrently = dialect === 'postgres' ? 'CONCURRENTLY ' : '';
  const columns = `tenant, (${groupedSql(dialect, key, '').sql}), seq`;
  return `CREATE INDEX ${concurrently}IF NOT EXISTS ${name} ON audit_logs (${columns})${onlyNamed(dialect, key)}`;
}

/** Most rows have none of these attributes, and values alone are looked for. */
function onlyNamed(dialect: Dialect, key: string): string {
  return ` WHERE ${groupedSql(dialect, key, '').sql} IS NOT NULL`;
}

type Wanted = ReadonlyMap<string, string>;

interface Existing {
  readonly name: string;
  /** false: PostgreSQL was interrupted while it made the index, and will never use it. */
  readonly valid: boolean;
}

interface Steps {
  readonly list: () => Promise<readonly Existing[]>;
  readonly run: (statement: string) => Promise<unknown>;
  readonly dialect: Dialect;
}

async function reconcile({ list, run, dialect }: Steps, wanted: Wanted): Promise<IndexChanges> {
  const existing = await list();
  const surplus = existing.filter(({ name, valid }) => !valid || !wanted.has(name));
  for (const { name } of surplus) await run(`DROP INDEX IF EXISTS ${name}`);
  const kept = new Set(existing.filter((index) => !surplus.includes(index)).map(({ name }) => name));
  const missing = [...wanted].filter(([name]) => !kept.has(name));
  for (const [name, key] of missing) await run(definition(dialect, name, key));
  return { created: missing.map(([, key]) => key), dropped: surplus.length };
}

function onSqlite(knex: Knex, wanted: Wanted): Promise<IndexChanges> {
  const list = async (): Promise<Existing[]> => {
    const found = knex('sqlite_master').where({ type: 'index', tbl_name: 'audit_logs' });
    const names = await found.pluck<string[]>('name');
    return names.filter((name) => name.startsWith(PREFIX)).map((name) => ({ name, valid: true }));
  };
  return reconcile({ dialect: 'sqlite', list, run: (statement) => knex.raw(statement) }, wanted);
}

const INDEX_LOCK = 4318_2027;
const LOCK_PAUSE_MS = 200;

const LIST = `SELECT c.relname AS name, i.indisvalid AS valid FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
  WHERE i.indrelid = 'audit_logs'::regclass AND starts_with(c.relname, '${PREFIX}')`;

function onPostgres(knex: Knex, wanted: Wanted): Promise<IndexChanges> {
  return withPostgres(knex, async (client) => {
    await lock(client);
    try {
      const list = async () => (await client.query<Existing>(LIST)).rows;
      const run = (await isPartitioned(client))
        ? (text: string) => runOnPartitions(client, text)
        : (text: string) => client.query(text);
      return await reconcile({ dialect: 'postgres', list, run }, wanted);
    } finally {
      await client.query('RESET lock_timeout');
      await client.query('SELECT pg_advisory_unlock($1)', [INDEX_LOCK]);
    }
  });
}

// Asked for again and again: a session that waits inside the database is one that CONCURRENTLY waits for in turn.
async function lock(client: ClientBase): Promise<void> {
  const ask = 'SELECT pg_try_advisory_lock($1) AS mine';
  while ((await client.query<{ mine: boolean }>(ask, [INDEX_LOCK])).rows[0]?.mine !== true) {
    await pause(LOCK_PAUSE_MS);
  }
  // Building beside appends waits for each of them to end, as often as it takes.
  await client.query('SET lock_timeout = 0');
}
