// One transaction on PostgreSQL; SQLite has no partitions.
import type { ClientBase } from 'pg';
import { AuditError } from '../errors.ts';
import type { Database } from '../store/database.ts';
import { inPostgresTransaction } from '../store/postgres-transaction.ts';

/** Resolves after commit. @throws AuditError `unsupported_database` on SQLite. */
export function onPostgres<T>(
  { dialect, knex }: Database,
  work: (client: ClientBase) => Promise<T>,
): Promise<T> {
  if (dialect === 'postgres') return inPostgresTransaction(knex, work);
  throw new AuditError(
    'unsupported_database',
    'Partitions are PostgreSQL’s: an embedded store has none. Use erase and retention run instead.',
  );
}
