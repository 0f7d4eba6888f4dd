// The program of a verification thread: opens the store by itself and does what it is told, one task after the other.
import { parentPort, workerData } from 'node:worker_threads';
import { createVerifierCache } from '../chain/chain-context.ts';
import { AuditError } from '../errors.ts';
import { openDatabase } from '../store/database.ts';
import { createLocalRunner, type Task, type TaskResults, type TaskRunner } from './task.ts';
import type { Order, Report } from './worker-pool.ts';

/** Rows are read once, in their order. */
const CACHE_KIB = 8192;

const { url } = workerData as { readonly url: string };
const database = openDatabase(url, { cacheKiB: CACHE_KIB });
const verifierOf = createVerifierCache();

const report = (message: Report): void => parentPort?.postMessage(message);

function perform(runner: TaskRunner, task: Task): Promise<TaskResults[Task['kind']]> {
  if (task.kind === 'segment') return runner.segment(task.segment);
  if (task.kind === 'strays') return runner.strays(task.tenant);
  if (task.kind === 'rollups') return runner.rollups(task.tenant, task.secret);
  return runner.tally(task.tally);
}

async function obey(order: Order): Promise<void> {
  if (order === null) {
    await database.close();
    parentPort?.close();
    return;
  }
  const { id, task } = order;
  const runner = createLocalRunner(database.knex, verifierOf, (rows) => report({ id, rows }));
  try {
    report({ id, result: await perform(runner, task) });
  } catch (error) {
    report({ id, error: codedError(error) });
  }
}

// A driver's message may quote what it was given: only what the store itself says leaves the thread.
function codedError(error: unknown): { code: AuditError['code']; message: string } {
  if (error instanceof AuditError) return { code: error.code, message: error.message };
  return {
    code: 'store_unavailable',
    message: 'The store could not be read. Check that it can be reached.',
  };
}

let turn = Promise.resolve();
parentPort?.on('message', (order: Order) => {
  turn = turn.then(() => obey(order));
});
