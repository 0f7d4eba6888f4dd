// Lends the raw driver connection that knex owns: the write path needs BEGIN IMMEDIATE and prepared statements.
import type BetterSqlite3 from 'better-sqlite3';
import type { Knex } from 'knex';
import type { ClientBase } from 'pg';

interface ConnectionPool<Connection> {
  acquireConnection(): Promise<Connection>;
  releaseConnection(connection: Connection): Promise<void>;
}

export function withSqlite<T>(
  knex: Knex,
  work: (connection: BetterSqlite3.Database) => T | Promise<T>,
): Promise<T> {
  return withConnection(knex.client as ConnectionPool<BetterSqlite3.Database>, work);
}

export function withPostgres<T>(knex: Knex, work: (connection: ClientBase) => Promise<T>): Promise<T> {
  return withConnection(knex.client as ConnectionPool<ClientBase>, work);
}

async function withConnection<C, T>(
  pool: ConnectionPool<C>,
  work: (connection: C) => T | Promise<T>,
): Promise<T> {
  const connection = await pool.acquireConnection();
  try {
    return await work(connection);
  } finally {
    await pool.releaseConnection(connection);
  }
}
