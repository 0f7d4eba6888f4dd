// Runs tasks on verification threads, each with its own connection. A thread that dies rejects what it was asked for.
import { Worker } from 'node:worker_threads';
import { AuditError, type AuditErrorCode } from '../errors.ts';
import { threadProgram } from '../thread-program.ts';
import type { OnRows, Task, TaskResults, TaskRunner } from './task.ts';

export interface WorkerPoolDeps {
  /** database URL that each thread opens */
  readonly url: string;
  readonly threads: number;
  readonly onRows: OnRows;
  /** the thread's program, for tests of what happens when it fails */
  readonly script?: URL;
}

export interface WorkerPool extends TaskRunner {
  close(): Promise<void>;
}

/** To a thread: a task, or null to end. */
export type Order = { readonly id: number; readonly task: Task } | null;

/** From a thread. */
export type Report =
  | { readonly id: number; readonly rows: number }
  | { readonly id: number; readonly result: TaskResults[Task['kind']] }
  | { readonly id: number; readonly error: { readonly code: AuditErrorCode; readonly message: string } };

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

export function createWorkerPool(deps: WorkerPoolDeps): WorkerPool {
  const threads = Array.from({ length: deps.threads }, () => createThread(deps));
  const idle = [...threads];
  const queue: ((thread: Thread) => void)[] = [];
  // A thread has one task at a time: some take as long as a hundred others, and none may wait behind those.
  const freed = (thread: Thread): void => {
    const next = queue.shift();
    if (next === undefined) idle.push(thread);
    else next(thread);
  };
  const free = (): Promise<Thread> => {
    const thread = idle.shift();
    return thread === undefined ? new Promise((resolve) => queue.push(resolve)) : Promise.resolve(thread);
  };
  const run = async <K extends Task['kind']>(task: Task & { kind: K }): Promise<TaskResults[K]> => {
    const thread = await free();
    try {
      // A thread answers an order with the result of its kind.
      return (await thread.run(task)) as TaskResults[K];
    } finally {
      freed(thread);
    }
  };
  return {
    // Some wait in line, so that no thread does.
    width: deps.threads * 2,
    isAside: true,
    segment: (segment) => run({ kind: 'segment', segment }),
    strays: (tenant) => run({ kind: 'strays', tenant }),
    rollups: (tenant, secret) => run({ kind: 'rollups', tenant, secret }),
    tally: (tally) => run({ kind: 'tally', tally }),
    close: async () => {
      await Promise.all(threads.map((thread) => thread.close()));
    },
  };
}

type Thread = ReturnType<typeof createThread>;

function createThread({ url, onRows, script = PROGRAM.script }: WorkerPoolDeps) {
  const worker = new Worker(script, {
    workerData: { url },
    execArgv: PROGRAM.execArgv,
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MIB },
    stdout: false,
    stderr: false,
  });
  const waiting = new Map<number, Waiting>();
  let orders = 0;
  let failure: AuditError | null = null;
  const fail = (cause?: unknown): void => {
    failure ??= new AuditError('worker_failed', WORKER_FAILED, { cause });
    for (const { reject } of waiting.values()) reject(failure);
    waiting.clear();
  };
  worker.on('message', (report: Report) => takeReport(report, waiting, onRows));
  worker.on('messageerror', fail);
  worker.on('error', fail);
  worker.on('exit', () => fail());
  const run = (task: Task): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (failure !== null) {
        reject(failure);
        return;
      }
      orders += 1;
      waiting.set(orders, { resolve, reject });
      worker.postMessage({ id: orders, task } satisfies Order);
    });
  return { run, close: () => endWorker(worker, () => waiting.size > 0) };
}

/** A page of rows is garbage before the next one is read: more room for it is memory, and saves nothing. */
const YOUNG_MIB = 16;

const WORKER_FAILED = 'A verification thread ended before it was done. Run verify again.';

function takeReport(report: Report, waiting: Map<number, Waiting>, onRows: OnRows): void {
  if ('rows' in report) {
    onRows(report.rows);
    return;
  }
  const order = waiting.get(report.id);
  waiting.delete(report.id);
  if ('error' in report) order?.reject(new AuditError(report.error.code, report.error.message));
  else order?.resolve(report.result);
}

// A thread closes its connection itself, unless it is in the middle of something that nobody waits for any more.
async function endWorker(worker: Worker, isBusy: () => boolean): Promise<void> {
  if (isBusy() || worker.threadId < 0) {
    await worker.terminate();
    return;
  }
  const ended = new Promise((resolve) => worker.once('exit', resolve));
  worker.postMessage(null satisfies Order);
  await ended;
}

const PROGRAM = threadProgram('worker', import.meta.url);
