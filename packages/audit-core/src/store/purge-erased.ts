// Makes erased bytes leave the files of an SQLite store. What PostgreSQL keeps until VACUUM is its operator's.
import { setTimeout as pause } from 'node:timers/promises';
import type { Database } from './database.ts';
import { withSqlite } from './connection.ts';

const TRIES = 20;
const PAUSE_MS = 100;

/**
 * Empties the write-ahead log, which holds older copies of pages; the pages themselves were overwritten by the delete.
 * @returns false while a reader stands in the way: the log is emptied by the next run, or when the store is closed.
 * True on PostgreSQL, where there is nothing to be done from here.
 */
export async function purgeErased({ dialect, knex }: Database): Promise<boolean> {
  if (dialect !== 'sqlite') return true;
  for (let tries = 1; ; tries += 1) {
    const busy = await withSqlite(knex, (connection) =>
      connection.pragma('wal_checkpoint(TRUNCATE)', { simple: true }),
    ).catch(() => 1);
    if (busy === 0) return true;
    if (tries === TRIES) return false;
    await pause(PAUSE_MS);
  }
}
