// Makes an index of a table in partitions without holding up appends, which PostgreSQL does of one table at a time alone.
import { hash } from 'node:crypto';
import type { ClientBase } from 'pg';
import { quoted, readPartitions } from './catalog.ts';
import { TABLE } from './period.ts';

const CREATE = /^CREATE INDEX CONCURRENTLY IF NOT EXISTS (\S+) ON audit_logs (\(.*)$/s;

/** @param statement that makes or drops an index of `audit_logs`. */
export async function runOnPartitions(client: ClientBase, statement: string): Promise<void> {
  const [, index = '', definition = ''] = CREATE.exec(statement) ?? [];
  if (index === '') await client.query(statement);
  else await createIndex(client, index, definition);
}

// Not valid, and not used, until there is one of each partition.
async function createIndex(client: ClientBase, index: string, definition: string): Promise<void> {
  await client.query(`CREATE INDEX IF NOT EXISTS ${index} ON ONLY ${TABLE} ${definition}`);
  for (const { name } of await readPartitions(client)) {
    const part = `${index}_${hash('sha256', name).slice(0, 8)}`;
    await client.query(`DROP INDEX IF EXISTS ${part}`);
    await client.query(`CREATE INDEX CONCURRENTLY ${part} ON ${quoted(name)} ${definition}`);
    await client.query(`ALTER INDEX ${index} ATTACH PARTITION ${part}`);
  }
}
