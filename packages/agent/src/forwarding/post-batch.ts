// One batch -> one POST of OTLP/HTTP, and what its answer means (OTLP 1.11, "OTLP/HTTP Response").
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

export type PostOutcome =
  /** Taken; `rejected` records or points of it will never be. */
  | { readonly kind: 'delivered'; readonly rejected: number }
  /** Not this batch, whoever sends it and whenever. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** Not now. `afterMs`: what the destination asked for. */
  | { readonly kind: 'later'; readonly reason: string; readonly afterMs?: number };

export type PostBatch = (body: Buffer, signal: AbortSignal) => Promise<PostOutcome>;

const TIMEOUT_MS = 15_000;
const LONGEST_WAIT_MS = 5 * 60_000;
const ANSWER_BYTES = 64 * 1024;
/** Statuses that speak of the batch. Everything else speaks of the place, the credential or the moment. */
const ABOUT_THE_BATCH = [400, 413, 422];

const zip = promisify(gzip);

export interface PostTarget {
  /** Whole URL of the signal. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Never rejects. A redirect is not followed: it would lead the headers elsewhere. */
export function createPostBatch({ url, headers }: PostTarget, timeoutMs = TIMEOUT_MS): PostBatch {
  return async (body, closing) => {
    const signal = AbortSignal.any([closing, AbortSignal.timeout(timeoutMs)]);
    try {
      const sent = { ...headers, 'content-type': 'application/x-protobuf', 'content-encoding': 'gzip' };
      const request = { method: 'POST', redirect: 'manual', headers: sent, signal } as const;
      const response = await fetch(url, { ...request, body: await zip(body) });
      return await outcomeOf(response);
    } catch {
      return { kind: 'later', reason: signal.aborted ? 'timeout' : 'unreachable' };
    }
  };
}

async function outcomeOf(response: Response): Promise<PostOutcome> {
  const { status } = response;
  if (response.ok) return { kind: 'delivered', rejected: rejectedIn(await answerOf(response)) };
  await response.body?.cancel();
  if (ABOUT_THE_BATCH.includes(status)) return { kind: 'refused', reason: `status_${status}` };
  const afterMs = retryAfter(response.headers.get('retry-after'));
  return { kind: 'later', reason: `status_${status}`, ...(afterMs === undefined ? {} : { afterMs }) };
}

function retryAfter(value: string | null): number | undefined {
  if (value === null) return undefined;
  const ms = /^\d{1,9}$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isFinite(ms) && ms >= 0 ? Math.min(ms, LONGEST_WAIT_MS) : undefined;
}

/** Reads no more than an answer can be: a destination must not fill our memory. */
async function answerOf({ body }: Response): Promise<Buffer> {
  if (body === null) return Buffer.alloc(0);
  const source: AsyncIterable<Uint8Array> = body;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of source) {
    size += chunk.length;
    if (size > ANSWER_BYTES) return Buffer.alloc(0);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** partial_success.rejected_log_records, or …rejected_data_points: field 1 of field 1. Anything else that comes back says nothing. */
function rejectedIn(answer: Buffer): number {
  if (answer[0] !== 0x0a || answer[2] !== 0x08) return 0;
  let rejected = 0;
  for (let index = 3, factor = 1; index < Math.min(answer.length, 8); index += 1, factor *= 128) {
    const byte = answer[index] ?? 0;
    rejected += (byte & 0x7f) * factor;
    if (byte < 0x80) return rejected;
  }
  return 0;
}
