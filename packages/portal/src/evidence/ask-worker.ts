// Asks a worker of its own for each question: what is under way can be ended at once, and nothing is left behind.
import workerUrl from './bundle-worker.ts?worker&url';
import type { Questions, WorkerMessage } from './questions.ts';

export interface AskOptions {
  readonly signal?: AbortSignal;
  /** rows judged so far */
  readonly onRows?: (rows: number) => void;
}

/** Rejects with an AbortError when the signal says so, else with an Error whose message is for people. */
export function askWorker<K extends keyof Questions>(
  name: K,
  ask: Questions[K]['ask'],
  { signal, onRows }: AskOptions = {},
): Promise<Questions[K]['answer']> {
  const worker = startWorker();
  return new Promise<Questions[K]['answer']>((resolve, reject) => {
    signal?.addEventListener('abort', () => reject(new DOMException('Cancelled', 'AbortError')));
    if (signal?.aborted === true) reject(new DOMException('Cancelled', 'AbortError'));
    worker.onerror = () => reject(new Error('The browser could not run the verifier.'));
    worker.onmessage = ({ data }: MessageEvent<WorkerMessage>) => {
      if ('rows' in data) onRows?.(data.rows);
      else if ('problem' in data) reject(new Error(data.problem));
      // The worker answers the question that it was asked: both ends are built from one file.
      else resolve(data.answer);
    };
    worker.postMessage({ name, ask });
  }).finally(() => worker.terminate());
}

function startWorker(): Worker {
  // The page's policy takes scripts by trusted URLs alone, and this is the one that there is.
  return new Worker(policy?.createScriptURL(workerUrl) ?? workerUrl, { name: 'bundle-verifier' });
}

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ): { createScriptURL(url: string): string };
}

/** A policy of one name can be made once; browsers without Trusted Types take the text as it is. */
const policy = (globalThis as { readonly trustedTypes?: TrustedTypes }).trustedTypes?.createPolicy(
  'portal-worker',
  {
    createScriptURL: (asked) => {
      if (asked !== workerUrl) throw new TypeError('not a script of the portal');
      return asked;
    },
  },
);
