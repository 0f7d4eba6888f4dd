// Logs taken on several cores: threads decode, map, mask and hash; this thread answers, chains, signs and stores.
import { adoptPrepared, threadProgram, type AuditWriter } from '@governance-agent/audit-core';
import type { LogsIngest, LogsOutcome } from '@governance-agent/otel-ingest';
import { Piscina } from 'piscina';
import { errorOf, threadFailed } from './refusal.ts';
import type { LogsWork, ReadyLogs, ThreadSetup, WorkResult } from './work.ts';

export interface ThreadedLogsDeps {
  readonly setup: ThreadSetup;
  /** 1 or more. */
  readonly threads: number;
  readonly sink: Pick<AuditWriter, 'appendPrepared'>;
  readonly withheld: (reason: string, count: number) => void;
  /** The program of a thread. Default this folder's own. */
  readonly script?: URL;
}

export interface ThreadedLogs {
  readonly ingest: LogsIngest;
  /** Ends the threads. Whatever they are working on is refused as `unavailable`. */
  close(): Promise<void>;
}

export function createThreadedLogs({
  setup,
  threads,
  sink,
  withheld,
  script = PROGRAM.script,
}: ThreadedLogsDeps): ThreadedLogs {
  const pool = new Piscina({
    filename: script.href,
    name: 'prepareLogs',
    workerData: setup,
    execArgv: PROGRAM.execArgv,
    minThreads: threads,
    maxThreads: threads,
    concurrentTasksPerWorker: TASKS_PER_THREAD,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MEBIBYTES },
    // Threads wait for messages, not in Atomics.wait: they work on several requests in slices.
    atomics: 'disabled',
  });
  const ingest: LogsIngest = async (destination, codec, bytes) => {
    const {
      ready,
      withheld: reasons,
      ...outcome
    } = await prepare(pool, { destination, codec, bytes: own(bytes) });
    for (const [reason, count] of Object.entries(reasons)) withheld(reason, count);
    if (ready === undefined) return { ...outcome, receipt: undefined };
    const receipt = await sink.appendPrepared(adoptPrepared(ready.prepared));
    return { ...outcome, receipt, batch: ready.facts } satisfies LogsOutcome;
  };
  return { ingest, close: () => pool.destroy() };
}

/**
 * Collects garbage early instead of letting the heap of a thread grow as large as the machine allows. Several times what
 * the largest request within the limits needs; a thread that exceeds it is replaced, and its request sent again.
 */
const HEAP_MEBIBYTES = 256;

/** Small requests get in between the slices of a large one. */
const TASKS_PER_THREAD = 16;

async function prepare(pool: Piscina, work: LogsWork): Promise<ReadyLogs> {
  const result = await run(pool, work);
  if ('refusal' in result) throw errorOf(result.refusal);
  return result;
}

async function run(pool: Piscina, work: LogsWork): Promise<WorkResult> {
  try {
    // The thread's program answers with nothing else.
    return (await pool.run(work, { transferList: [work.bytes.buffer as ArrayBuffer] })) as WorkResult;
  } catch (cause) {
    throw threadFailed(cause);
  }
}

/** Bytes that can be handed over: small buffers share their memory with others. */
function own(bytes: Buffer): Uint8Array {
  const alone = bytes.byteOffset === 0 && bytes.byteLength === bytes.buffer.byteLength;
  return alone ? bytes : new Uint8Array(bytes);
}

const PROGRAM = threadProgram('thread', import.meta.url);
