// A thread that writes the log of SQLite back into its file. Otherwise the commit that finds the log too long does so, and everybody
// waits for it: tens of milliseconds, once or twice a second.
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { AUTOCHECKPOINT_PAGES, type Database } from '../store/database.ts';
import { threadProgram } from '../thread-program.ts';

/**
 * The same database, its log written back aside until it is closed. For a program that appends for long. PostgreSQL does that
 * by itself: it is given back as it is. Where the thread dies commits write back what there is, as they would without it.
 */
export function withWriteBack(database: Database): Database {
  if (database.dialect !== 'sqlite') return database;
  const thread = start(database.url.slice('sqlite:'.length), () => leaveLog(database, AUTOCHECKPOINT_PAGES));
  leaveLog(database, PAGES_FOR_THREAD);
  const close = async (): Promise<void> => {
    // The last connection that closes takes the log away: that is the one that could commit.
    await thread.close();
    await database.close();
  };
  return { ...database, close };
}

/**
 * 48 MiB: more than large requests write while the thread pauses and works. A commit that finds more writes back what the
 * thread has left, so that the log does not grow faster than it is written back.
 */
const PAGES_FOR_THREAD = 6000;

/** A connection that the pool opens anew goes by what it was opened with, which does no harm. */
function leaveLog({ knex }: Database, pages: number): void {
  knex.raw(`PRAGMA wal_autocheckpoint = ${pages}`).catch(() => undefined);
}

/** It holds no rows, only pages on their way. */
const LIMITS = { maxOldGenerationSizeMb: 32, maxYoungGenerationSizeMb: 4 };

function start(file: string, onEnd: () => void): { close(): Promise<void> } {
  const { script, execArgv } = threadProgram('thread', import.meta.url);
  const worker = new Worker(script, { execArgv, workerData: file, resourceLimits: LIMITS });
  worker.unref();
  worker.on('error', () => undefined);
  worker.once('exit', onEnd);
  const ended = once(worker, 'exit').catch(() => undefined);
  return {
    async close() {
      worker.postMessage('close');
      await ended;
    },
  };
}
