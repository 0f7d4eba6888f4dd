// One thread that signs whole groups: a job of libuv for each row costs the calling thread a third of a signature.
import { Worker } from 'node:worker_threads';
import { AuditError } from '../errors.ts';
import { createOrderedThread } from '../ordered-thread.ts';
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

/** Begins with the first message, and is replaced when it has died. */
export function createSigningThread({ script = PROGRAM.script }: SigningThreadDeps = {}): SigningThread {
  const options = { execArgv: PROGRAM.execArgv, stdout: false, stderr: false };
  const thread = createOrderedThread<SigningOrder, SigningReport>(() => new Worker(script, options));
  const signPart: SignAside = async (key, messages) => {
    const { bytes, ends } = packMessages(messages);
    const report = await thread
      .give({ key, bytes, ends }, [bytes.buffer as ArrayBuffer, ends.buffer as ArrayBuffer])
      .catch(notSigned);
    return unpackSignatures(report.signatures ?? notSigned());
  };
  return {
    sign: async (key, messages) => {
      const signatures: Uint8Array[] = [];
      // Chains take turns: a long group waits behind each of its parts for those of others.
      for (let from = 0; from < messages.length; from += PART)
        signatures.push(...(await signPart(key, messages.slice(from, from + PART))));
      return signatures;
    },
    close: () => thread.close(),
  };
}

/** About ten milliseconds of signing. */
const PART = 512;

function notSigned(cause?: unknown): never {
  throw new AuditError('signing_failed', 'The rows could not be signed; nothing was stored. Send again.', {
    cause,
  });
}

const PROGRAM = threadProgram('thread', import.meta.url);
