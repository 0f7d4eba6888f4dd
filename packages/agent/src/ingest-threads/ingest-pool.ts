// The threads that decode, map, mask and hash, for every signal: work goes in by its name, a result or a refusal comes out.
import { threadProgram } from '@governance-agent/audit-core';
import { LARGE_BYTES } from '@governance-agent/otel-ingest';
import { Piscina } from 'piscina';
import { errorOf, threadFailed } from './refusal.ts';
import type { Refusal, ThreadSetup, ThreadTasks } from './work.ts';

export interface IngestPoolDeps {
  readonly setup: ThreadSetup;
  /** 1 or more. */
  readonly threads: number;
  /** The program of a thread. Default this folder's own. */
  readonly script?: URL;
}

type Result<Name extends keyof ThreadTasks> = Exclude<
  ThreadTasks[Name]['result'],
  { readonly refusal: Refusal }
>;

export interface IngestPool {
  /**
   * The bytes are handed over where they stand alone in their memory: the caller must not use them any more.
   * Rejects with the error of the thread, and with IngestError `unavailable` where the thread died.
   */
  run<Name extends keyof ThreadTasks>(name: Name, work: ThreadTasks[Name]['work']): Promise<Result<Name>>;
  /** Ends the threads. Whatever they are working on is refused as `unavailable`. */
  close(): Promise<void>;
}

export function createIngestPool({ setup, threads, script = PROGRAM.script }: IngestPoolDeps): IngestPool {
  const pool = new Piscina({
    filename: script.href,
    workerData: setup,
    execArgv: PROGRAM.execArgv,
    minThreads: threads,
    maxThreads: threads,
    concurrentTasksPerWorker: TASKS_PER_THREAD,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MEBIBYTES, maxYoungGenerationSizeMb: YOUNG_MEBIBYTES },
    // Threads wait for messages, not in Atomics.wait: they work on several requests in slices.
    atomics: 'disabled',
  });
  return {
    async run<Name extends keyof ThreadTasks>(name: Name, work: ThreadTasks[Name]['work']) {
      const bytes = own(work.bytes);
      const rest = 'rest' in work ? work.rest : undefined;
      const transferList = [bytes.buffer as ArrayBuffer, ...(rest === undefined ? [] : [rest])];
      const result = await answerOf<ThreadTasks[Name]['result']>(
        pool.run({ ...work, bytes }, { name, transferList }),
      );
      if ('refusal' in result) throw errorOf(result.refusal);
      // What is no refusal is a result.
      return result as Result<Name>;
    },
    close: () => pool.destroy(),
  };
}

/**
 * Collects garbage early instead of letting the heap of a thread grow as large as the machine allows. Several times what
 * the largest request within the limits needs; a thread that exceeds it is replaced, and its request sent again.
 */
const HEAP_MEBIBYTES = 256;

/** Half of what an isolate takes by itself: most of it is never given back, and every thread has its own. */
const YOUNG_MEBIBYTES = 24;

/** Small requests get in between the slices of a large one. */
const TASKS_PER_THREAD = 16;

async function answerOf<T extends object>(running: Promise<unknown>): Promise<T> {
  try {
    // The thread's program answers with nothing else.
    return takeOut((await running) as T);
  } catch (cause) {
    throw threadFailed(cause);
  }
}

/**
 * The pool's list of tasks keeps hold of finished ones until the whole heap is collected, and they of their answer: what is
 * left in it are names, so that the rows themselves go with the quick collections.
 */
function takeOut<T extends object>(answer: T): T {
  const taken = { ...answer };
  for (const name of Object.keys(answer)) Reflect.deleteProperty(answer, name);
  return taken;
}

/** Bytes that can be handed over: small buffers share their memory with others. */
function own(bytes: Uint8Array): Uint8Array {
  const { buffer, byteLength } = bytes;
  const alone = byteLength === buffer.byteLength || buffer.byteLength >= LARGE_BYTES;
  return alone ? bytes : new Uint8Array(bytes);
}

const PROGRAM = threadProgram('thread', import.meta.url);
