// A consistent copy of an embedded store, made beside whoever writes to it.
import { AuditError } from '../errors.ts';
import { guarded } from '../reads/guarded.ts';
import type { Database } from './database.ts';

/**
 * Writes the store as it is at one moment to a new file. Writers are not held up; the write-ahead log grows until the
 * copy is done. What was erased is not in the copy, not even as free pages. The caller brings the file to the disk.
 * Throws AuditError `unsupported_database` on PostgreSQL, `store_unavailable` when the file cannot be written.
 */
export async function copyStore({ dialect, knex }: Database, file: string): Promise<void> {
  if (dialect !== 'sqlite') {
    throw new AuditError(
      'unsupported_database',
      'Only an embedded store is copied: use pg_dump for PostgreSQL',
    );
  }
  await guarded(async () => {
    await knex.raw('VACUUM INTO ?', [file]);
  });
}
