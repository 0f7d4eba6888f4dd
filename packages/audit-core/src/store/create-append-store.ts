// Chooses the append store by dialect.
import type { AppendStore } from './append-store.ts';
import type { Database } from './database.ts';
import { createPostgresAppendStore } from './postgres-append.ts';
import { createSqliteAppendStore } from './sqlite-append.ts';

export function createAppendStore({ dialect, knex }: Database): AppendStore {
  return dialect === 'sqlite' ? createSqliteAppendStore(knex) : createPostgresAppendStore(knex);
}
