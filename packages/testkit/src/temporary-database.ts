// An empty database for one test, on each database the store runs on. Both are the real thing.
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import pg from 'pg';
import { temporaryDirectory } from './temporary-directory.ts';

export type DatabaseKind = 'sqlite' | 'postgres';

/** For `describe.each`: every store test runs on both. */
export const databaseKinds: readonly DatabaseKind[] = ['sqlite', 'postgres'];

export interface TemporaryDatabase {
  readonly url: string;
  readonly remove: () => Promise<void>;
}

export function temporaryDatabaseUrl(kind: DatabaseKind): Promise<TemporaryDatabase> {
  return kind === 'sqlite' ? temporarySqlite() : temporaryPostgres();
}

async function temporarySqlite(): Promise<TemporaryDatabase> {
  const directory = await temporaryDirectory();
  return { url: `sqlite:${path.join(directory.path, 'audit.db')}`, remove: directory.remove };
}

async function temporaryPostgres(): Promise<TemporaryDatabase> {
  const server = process.env['TEST_POSTGRES_URL'];
  if (server === undefined) throw new Error('TEST_POSTGRES_URL is not set: run the tests through jest');
  const name = `test_${randomBytes(8).toString('hex')}`;
  await onServer(server, `CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, remove: () => onServer(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

async function onServer(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
