// fetch as far as a provider is trusted with it: TLS or this machine, no redirects, no answer larger than it can need.
import type { CustomFetch } from 'openid-client';

/** Discovery documents and key sets have a few kilobytes, ID tokens with many groups some tens. */
const LARGEST_BYTES = 1024 * 1024;

export class AnswerTooLargeError extends Error {
  constructor() {
    super('the answer of the identity provider is too large');
    this.name = 'AnswerTooLargeError';
  }
}

export function createGuardedFetch(send: typeof fetch = fetch): CustomFetch {
  return async (url, { method, headers, body = null, signal }) => {
    if (!isSafe(url)) throw new TypeError('the provider names an address without TLS');
    const init = { method, headers, redirect: 'manual', ...(signal && { signal }) } as const;
    const response = await send(url, body === null ? init : { ...init, body: formOf(body) });
    return new Response(await readBounded(response), bare(response));
  };
}

/** openid-client sends forms and nothing else here. */
function formOf(body: unknown): URLSearchParams | string {
  if (body instanceof URLSearchParams || typeof body === 'string') return body;
  throw new TypeError('the body of a request to the provider is a form');
}

/** https anywhere; http on this machine only, for trying things out. */
export function isSafe(text: string): boolean {
  const url = URL.parse(text);
  if (url?.protocol === 'https:') return true;
  return url?.protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
}

async function readBounded({
  body,
}: {
  readonly body: AsyncIterable<Uint8Array> | null;
}): Promise<Uint8Array<ArrayBuffer> | null> {
  if (body === null) return null;
  const parts: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop cancels the stream: the rest is not read.
  for await (const part of body) {
    size += part.byteLength;
    if (size > LARGEST_BYTES) throw new AnswerTooLargeError();
    parts.push(part);
  }
  return Uint8Array.from(Buffer.concat(parts));
}

/** The body is unpacked by now: what said how it was packed must not stay. */
function bare({ status, headers }: Response): ResponseInit {
  const kept = new Headers(headers);
  for (const name of ['content-encoding', 'content-length', 'transfer-encoding']) kept.delete(name);
  return { status, headers: kept };
}
