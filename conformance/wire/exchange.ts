// One request by node:http, and its answer read to the end.
import http, { type Agent, type IncomingMessage } from 'node:http';
import https from 'node:https';
import { setTimeout as wait } from 'node:timers/promises';
import { WireError } from '../errors.ts';
import type { Codec, Signal } from '../signal.ts';
import { signalPath, type Target } from '../target.ts';

export interface RequestPlan {
  readonly signal: Signal;
  /** What the sender says the body is, and what it can read. */
  readonly codec: Codec;
  /** Sent with Content-Length, unless there are `pieces`. */
  readonly body: Buffer;
  /** Sent chunked, each piece a chunk of its own, with `pauseMs` between two of them. */
  readonly pieces?: readonly Buffer[];
  readonly pauseMs?: number;
  readonly method?: string;
  /** Below the base URL; the signal's own path unless given. */
  readonly path?: string;
  /** Content-Type where it is not the usual one of the codec; null for none. */
  readonly type?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  /** Instead of that of the run; null for none. */
  readonly authorization?: string | null;
  /** Keeps connections; without one each request has its own. */
  readonly agent?: Agent;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** As it came, that is coded where Content-Encoding says so. */
  readonly body: Buffer;
  /** Our side of the connection: two answers with one number came over one connection. */
  readonly localPort: number;
}

export interface Exchange {
  readonly plan: RequestPlan;
  readonly answer: Answer;
}

export const MEDIA_TYPES: Readonly<Record<Codec, string>> = {
  protobuf: 'application/x-protobuf',
  json: 'application/json',
};

/** Throws WireError. */
export async function exchange(target: Target, plan: RequestPlan): Promise<Exchange> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const sent = openRequest(target, plan);
  const timer = setTimeout(() => {
    reject(new WireError('timeout', `no answer within ${target.timeoutMs} ms`));
    sent.destroy();
  }, target.timeoutMs);
  sent.on('error', (error) => reject(wireError(error)));
  sent.once('response', (response) => {
    readAnswer(response).then(resolve, (error: unknown) => reject(wireError(error)));
  });
  try {
    await writeBody(sent, plan);
    return { plan, answer: await promise };
  } finally {
    clearTimeout(timer);
    promise.catch(() => undefined);
  }
}

function openRequest(target: Target, plan: RequestPlan): http.ClientRequest {
  const { protocol, hostname, port } = target.base;
  const path =
    plan.path === undefined
      ? signalPath(target, plan.signal)
      : target.base.pathname.replace(/\/+$/, '') + plan.path;
  const options = {
    protocol,
    hostname: hostname.replace(/^\[|\]$/g, ''),
    port,
    path,
    method: plan.method ?? 'POST',
    headers: requestHeaders(target, plan),
    agent: plan.agent ?? false,
  };
  return protocol === 'https:' ? https.request(options) : http.request(options);
}

function requestHeaders(target: Target, plan: RequestPlan): Record<string, string> {
  const type = plan.type === undefined ? MEDIA_TYPES[plan.codec] : plan.type;
  const authorization = plan.authorization === undefined ? target.authorization : plan.authorization;
  return {
    ...target.headers,
    ...(type === null ? {} : { 'content-type': type }),
    ...(typeof authorization === 'string' ? { authorization } : {}),
    ...(plan.pieces === undefined ? { 'content-length': String(plan.body.length) } : {}),
    ...plan.headers,
  };
}

async function writeBody(sent: http.ClientRequest, { body, pieces, pauseMs }: RequestPlan): Promise<void> {
  if (pieces === undefined) {
    sent.end(body);
    return;
  }
  // Nagle's algorithm would join the pieces that a case wants apart.
  sent.setNoDelay(true);
  for (const piece of pieces) {
    sent.write(piece);
    if (pauseMs !== undefined) await wait(pauseMs);
  }
  sent.end();
}

async function readAnswer(response: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = [];
  const { localPort = 0 } = response.socket;
  const { statusCode: status = 0 } = response;
  for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk);
  return { status, headers: plainHeaders(response), body: Buffer.concat(chunks), localPort };
}

function plainHeaders({ headers }: IncomingMessage): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, value?.toString()]));
}

function wireError(cause: unknown): WireError {
  if (cause instanceof WireError) return cause;
  const code =
    cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : 'no code';
  // HPE_… are the codes of Node's HTTP parser.
  if (code.startsWith('HPE_'))
    return new WireError('unreadable', `the answer is not HTTP (${code})`, { cause });
  return new WireError('closed', `the connection ended without an answer (${code})`, { cause });
}
