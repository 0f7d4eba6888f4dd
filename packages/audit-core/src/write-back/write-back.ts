// A thread that writes the log of SQLite back into its file. Otherwise the commit that finds the log too long does so, and everybody
// waits for it: tens of milliseconds, once or twice a second.
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Database } from '../store/database.ts';
import { threadProgram } from '../thread-program.ts';

/**
 * The same database, its log written back aside until it is closed. For a program that appends for long. PostgreSQL does that
 * by itself: it is given back as it is. Where the thread dies commits write back what there is, as they would without it.
 */
export function withWriteBack(database: Database): Database {
  if (database.dialect !== 'sqlite') return database;
  const thread = start(database.url.slice('sqlite:'.length));
  const close = async (): Promise<void> => {
    // The last connection that closes takes the log away: that is the one that could commit.
    await thread.close();
    await database.close();
  };
  return { ...database, close };
}

/** It holds no rows, only pages on their way. */
const LIMITS = { maxOldGenerationSizeMb: 32, maxYoungGenerationSizeMb: 4 };

function start(file: string): { close(): Promise<void> } {
  const { script, execArgv } = threadProgram('thread', import.meta.url);
  const worker = new Worker(script, { execArgv, workerData: file, resourceLimits: LIMITS });
  worker.unref();
  worker.on('error', () => undefined);
  const ended = once(worker, 'exit').catch(() => undefined);
  return {
    async close() {
      worker.postMessage('close');
      await ended;
    },
  };
}
