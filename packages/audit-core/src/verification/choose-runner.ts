// Decides where a chain's segments run: on this thread, or for long chains on threads of their own.
import { availableParallelism } from 'node:os';
import type { VerifierOf } from '../chain/chain-context.ts';
import type { Database } from '../store/database.ts';
import { createLocalRunner, type OnRows, type TaskRunner } from './task.ts';
import { createWorkerPool, type WorkerPool } from './worker-pool.ts';

/** How verification uses the machine. The findings are the same whatever it says. */
export interface VerifyTuning {
  /** rows a segment, a power of two. Default 16,384. */
  readonly segmentRows?: number;
  /** Threads at most; 0 for none. Default one a core, 4 at most. */
  readonly threads?: number;
  /** Shorter chains stay on the calling thread. Default 50,000 rows. */
  readonly threadsFromRows?: number;
  /** The program of a thread. Default this package's own. */
  readonly threadScript?: URL;
}

const MAX_THREADS = 4;
const THREADS_FROM_ROWS = 50_000;

export interface RunnerChoice {
  readonly runnerFor: (rows: number) => TaskRunner;
  close(): Promise<void>;
}

export function createRunnerChoice(
  database: Database,
  tuning: VerifyTuning,
  verifierOf: VerifierOf,
  onRows: OnRows,
): RunnerChoice {
  const { threads = Math.min(availableParallelism(), MAX_THREADS), threadsFromRows = THREADS_FROM_ROWS } =
    tuning;
  const local = createLocalRunner(database.knex, verifierOf, onRows);
  const script = tuning.threadScript === undefined ? {} : { script: tuning.threadScript };
  let pool: WorkerPool | undefined;
  return {
    runnerFor: (rows) => {
      if (threads === 0 || rows < threadsFromRows) return local;
      pool ??= createWorkerPool({ url: database.url, threads, onRows, ...script });
      return pool;
    },
    close: async () => pool?.close(),
  };
}
