// Senders that behave as OTLP exporters do: one batch at a time, sent again unchanged until it is taken; and what they were promised.
import { setTimeout as pause } from 'node:timers/promises';
import { claudeLogsRequest, encodeLogsRequest } from './claude-records.ts';

export interface SendersOrder {
  /** Asked before each try; undefined: nobody is known to listen. */
  readonly url: () => string | undefined;
  /** Tenant and its Authorization header. Each tenant has `perTenant` senders. */
  readonly tenants: ReadonlyMap<string, string>;
  readonly perTenant: number;
  /** Of one batch. */
  readonly records: number;
}

export interface Batch {
  readonly tenant: string;
  /** Number of the first record. No number is used twice, not even for another tenant. */
  readonly first: number;
}

export interface Senders {
  /** In the order of their answers. */
  readonly acknowledged: readonly Batch[];
  /** How often an answer was no 200, or there was none, and the batch was sent again. */
  readonly retries: () => number;
  /** How often a batch that was acknowledged before was sent once more, and acknowledged. */
  readonly repeats: () => number;
  /** Answers after which a client drops its batch: there should be none. */
  readonly dropped: readonly number[];
  /** Begins no new batch. Resolves when each one that was begun is acknowledged, or dropped. */
  readonly finish: () => Promise<void>;
}

/** Answers after which an exporter sends the same body again (OTLP, "Failures"); 0: the connection failed. */
const SEND_AGAIN: ReadonlySet<number> = new Set([0, 429, 502, 503, 504]);
/** An exporter waits 10 s for an answer. */
const ANSWER_MS = 10_000;
/** Shorter than an exporter's, so that there is load from the first moment on. */
const PAUSE_MS = 40;
const LONGEST_PAUSE_MS = 1000;
/** One batch in so many is sent once more, as by a proxy that repeats, or by a client that missed the answer. */
const REPEAT_EVERY = 5;

/** Begins at once. */
export function retryingSenders({ url, tenants, perTenant, records }: SendersOrder): Senders {
  const acknowledged: Batch[] = [];
  const dropped: number[] = [];
  let [isBusy, batches, retries, repeats] = [true, 0, 0, 0];
  const sendUntilTaken = async (authorization: string, body: Buffer): Promise<boolean> => {
    for (;;) {
      const { status, waitMs } = await send(url(), authorization, body);
      if (status === 200) return true;
      if (!SEND_AGAIN.has(status)) {
        dropped.push(status);
        return false;
      }
      retries += 1;
      await pause(waitMs);
    }
  };
  const sender = async (tenant: string, authorization: string): Promise<void> => {
    while (isBusy) {
      const first = batches++ * records;
      const body = encodeLogsRequest(claudeLogsRequest(first, records));
      if (!(await sendUntilTaken(authorization, body))) continue;
      acknowledged.push({ tenant, first });
      if (batches % REPEAT_EVERY === 0 && (await sendUntilTaken(authorization, body))) repeats += 1;
    }
  };
  const all = [...tenants].flatMap(([tenant, authorization]) =>
    Array.from({ length: perTenant }, () => sender(tenant, authorization)),
  );
  return {
    acknowledged,
    dropped,
    retries: () => retries,
    repeats: () => repeats,
    finish: async () => {
      isBusy = false;
      await Promise.all(all);
    },
  };
}

async function send(url: string | undefined, authorization: string, body: Buffer) {
  if (url === undefined) return { status: 0, waitMs: PAUSE_MS };
  const headers = { 'content-type': 'application/x-protobuf', authorization };
  const signal = AbortSignal.timeout(ANSWER_MS);
  try {
    const answer = await fetch(`${url}/v1/logs`, { method: 'POST', headers, body, signal });
    await answer.arrayBuffer();
    const after = Number(answer.headers.get('retry-after') ?? 0) * 1000;
    return { status: answer.status, waitMs: Math.max(PAUSE_MS, Math.min(after, LONGEST_PAUSE_MS)) };
  } catch {
    return { status: 0, waitMs: PAUSE_MS };
  }
}
