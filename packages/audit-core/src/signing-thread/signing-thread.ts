// One thread that signs whole groups: a job of libuv for each row costs the calling thread a third of a signature.
import type { KeyObject } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import { AuditError } from '../errors.ts';
import type { SignAside } from '../signer.ts';
import { threadProgram } from '../thread-program.ts';
import { packMessages, unpackSignatures, type SigningOrder, type SigningReport } from './order.ts';

export interface SigningThread {
  /** Signatures in the order of the messages. Rejects with AuditError `signing_failed`. */
  readonly sign: SignAside;
  /** Ends the thread; whatever waits for it is rejected. It begins anew when it is asked again. */
  close(): Promise<void>;
}

export interface SigningThreadDeps {
  /** The thread's program, for tests of what happens when it fails. */
  readonly script?: URL;
}

/** Begins with the first message, does not keep the process alive, and is replaced when it has died. */
export function createSigningThread({ script = PROGRAM.script }: SigningThreadDeps = {}): SigningThread {
  let running: Running | undefined;
  const thread = (): Running => (running ??= start(script, () => (running = undefined)));
  return {
    sign: async (key, messages) => {
      const signatures: Uint8Array[] = [];
      // Chains take turns: a long group waits behind each of its parts for those of others.
      for (let from = 0; from < messages.length; from += PART)
        signatures.push(...(await thread().sign(key, messages.slice(from, from + PART))));
      return signatures;
    },
    close: async () => running?.close(),
  };
}

/** About ten milliseconds of signing. */
const PART = 512;

interface Running {
  sign(key: KeyObject, messages: readonly Uint8Array[]): Promise<readonly Uint8Array[]>;
  close(): Promise<void>;
}

interface Waiting {
  readonly resolve: (signatures: readonly Uint8Array[]) => void;
  readonly reject: (error: AuditError) => void;
}

function start(script: URL, ended: () => void): Running {
  const worker = new Worker(script, { execArgv: PROGRAM.execArgv, stdout: false, stderr: false });
  worker.unref();
  const waiting = new Map<number, Waiting>();
  const fail = (cause?: unknown): void => {
    ended();
    for (const { reject } of waiting.values()) reject(notSigned(cause));
    waiting.clear();
  };
  worker.on('message', ({ id, signatures }: SigningReport) => {
    const order = waiting.get(id);
    waiting.delete(id);
    if (signatures === undefined) order?.reject(notSigned());
    else order?.resolve(unpackSignatures(signatures));
  });
  worker.on('messageerror', fail);
  worker.on('error', fail);
  worker.on('exit', () => fail());
  const close = async (): Promise<void> => {
    await worker.terminate();
  };
  return { sign: createOrders(worker, waiting), close };
}

function createOrders(worker: Worker, waiting: Map<number, Waiting>): Running['sign'] {
  let orders = 0;
  return (key, messages) =>
    new Promise((resolve, reject) => {
      orders += 1;
      waiting.set(orders, { resolve, reject });
      const { bytes, ends } = packMessages(messages);
      const order: SigningOrder = { id: orders, key, bytes, ends };
      worker.postMessage(order, [bytes.buffer as ArrayBuffer, ends.buffer as ArrayBuffer]);
    });
}

function notSigned(cause?: unknown): AuditError {
  return new AuditError('signing_failed', 'The rows could not be signed; nothing was stored. Send again.', {
    cause,
  });
}

const PROGRAM = threadProgram('thread', import.meta.url);
