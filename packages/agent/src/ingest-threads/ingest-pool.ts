// The threads that decode, map, mask and hash, for every signal: work goes in by its name, a result or a refusal comes out.
import { Worker } from 'node:worker_threads';
import { createOrderedThread, threadProgram, type OrderedThread } from '@governance-agent/audit-core';
import { LARGE_BYTES } from '@governance-agent/otel-ingest';
import { errorOf, threadFailed } from './refusal.ts';
import type { Refusal, ThreadAnswer, ThreadOrder, ThreadSetup, ThreadTasks } from './work.ts';

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
  const options = {
    workerData: setup,
    execArgv: PROGRAM.execArgv,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MEBIBYTES, maxYoungGenerationSizeMb: YOUNG_MEBIBYTES },
  };
  const all = Array.from({ length: threads }, () =>
    createOrderedThread<ThreadOrder, ThreadAnswer>(() => new Worker(script, options)),
  );
  all.forEach((thread) => thread.begin());
  let closed = false;
  return {
    async run<Name extends keyof ThreadTasks>(name: Name, work: ThreadTasks[Name]['work']) {
      if (closed) throw threadFailed();
      const bytes = own(work.bytes);
      const rest = 'rest' in work ? work.rest : undefined;
      const transfer = [bytes.buffer as ArrayBuffer, ...(rest === undefined ? [] : [rest])];
      // An order has the work of its name.
      const order = { name, work: { ...work, bytes } } as ThreadOrder;
      const answer = await leastBusy(all).give(order, transfer).catch(failed);
      if ('refusal' in answer) throw errorOf(answer.refusal);
      // What is no refusal is a result, and a thread answers with that of the order.
      return answer as Result<Name>;
    },
    async close() {
      closed = true;
      await Promise.all(all.map((thread) => thread.close()));
    },
  };
}

type Thread = OrderedThread<ThreadOrder, ThreadAnswer>;

/** Each works on several requests in slices, so that small ones get in between those of a large one. */
function leastBusy(all: readonly Thread[]): Thread {
  return all.reduce((least, thread) => (thread.open() < least.open() ? thread : least));
}

function failed(cause: unknown): never {
  throw threadFailed(cause);
}

/**
 * Collects garbage early instead of letting the heap of a thread grow as large as the machine allows. Several times what
 * the largest request within the limits needs; a thread that exceeds it is replaced, and its request sent again.
 */
const HEAP_MEBIBYTES = 256;

/** Half of what an isolate takes by itself: most of it is never given back, and every thread has its own. */
const YOUNG_MEBIBYTES = 24;

/** Bytes that can be handed over: small buffers share their memory with others. */
function own(bytes: Uint8Array): Uint8Array {
  const { buffer, byteLength } = bytes;
  const alone = byteLength === buffer.byteLength || buffer.byteLength >= LARGE_BYTES;
  return alone ? bytes : new Uint8Array(bytes);
}

const PROGRAM = threadProgram('thread', import.meta.url);
