// Changes what a receiver answers, knowing what it was sent. The receiver itself stays as it is.
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { gunzipSync } from 'node:zlib';
import type { RequestHandler } from 'express';

export interface Sent {
  readonly request: IncomingMessage;
  /** As far as it was read; without its coding where that is a whole gzip. */
  readonly text: string;
  /** The type named in the request. */
  readonly json: boolean;
}

export interface Given {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export type Change = (given: Given, sent: Sent) => Given;

/** Answers go out as `change` makes them. Content-Length follows the body. */
export function changes(change: Change): RequestHandler {
  return (request, response, next) => {
    const body = collect(request);
    intercept(response, (given) => change(given, sentOf(request, body())));
    next();
  };
}

/** Sees what the receiver reads, without reading anything itself. */
function collect(request: IncomingMessage): () => Buffer {
  const chunks: Buffer[] = [];
  const on = request.on.bind(request);
  request.on = (event: string, listener: (...args: never[]) => void) => {
    if (event === 'data' && chunks.length === 0) on('data', (chunk: Buffer) => chunks.push(chunk));
    return on(event, listener as (...args: unknown[]) => void);
  };
  return () => Buffer.concat(chunks);
}

function sentOf(request: IncomingMessage, body: Buffer): Sent {
  const json = /^application\/json/i.test(request.headers['content-type'] ?? '');
  return { request, json, text: plain(body).toString('latin1', 0, LONGEST_TEXT) };
}

/** What is longer is about length. */
const LONGEST_TEXT = 256 * 1024;

function plain(body: Buffer): Buffer {
  try {
    return gunzipSync(body, { maxOutputLength: 1024 * 1024 });
  } catch {
    return body;
  }
}

/** The receiver writes a whole body at once, and may end the response later. */
function intercept(response: ServerResponse, change: (given: Given) => Given): void {
  const writeHead = response.writeHead.bind(response);
  const write = response.write.bind(response);
  const end = response.end.bind(response);
  let wanted: { status: number; headers: Record<string, string> } | undefined;
  const changed = (body: Buffer): Buffer => {
    if (wanted === undefined) return body;
    const { status, headers, body: made } = change({ ...wanted, body });
    const { 'content-length': _, ...rest } = headers;
    wanted = undefined;
    writeHead(status, status === 204 ? rest : { ...rest, 'content-length': String(made.length) });
    return made;
  };
  const bytes = (given: unknown): Buffer => (Buffer.isBuffer(given) ? given : Buffer.alloc(0));
  Object.assign(response, {
    writeHead(status: number, headers?: OutgoingHttpHeaders) {
      // What no route took is answered by express, header by header: that is none of the receiver's answers.
      if (headers === undefined) return writeHead(status);
      const plainHeaders = Object.entries(headers).map(([name, value]) => [name, String(value)]);
      wanted = { status, headers: Object.fromEntries(plainHeaders) as Record<string, string> };
      return response;
    },
    write: (given: unknown) => write(changed(bytes(given))),
    flushHeaders: () => void changed(Buffer.alloc(0)),
    end(given?: unknown, ...others: unknown[]) {
      if (wanted === undefined) return end(...([given, ...others] as Parameters<typeof end>));
      const last = changed(bytes(given));
      const done = [given, ...others].find((each) => typeof each === 'function') as (() => void) | undefined;
      return last.length === 0 ? end(done) : end(last, done);
    },
  });
}

/** The same answer with some headers replaced, or left out where they are undefined. */
export function withHeaders(given: Given, headers: Readonly<Record<string, string | undefined>>): Given {
  const merged = Object.entries({ ...given.headers, ...headers });
  const kept = merged.filter((entry): entry is [string, string] => entry[1] !== undefined);
  return { ...given, headers: Object.fromEntries(kept) };
}

/** A refusal that is right in every way but, perhaps, its status. */
export function refusal(given: Given, status: number, { json }: Sent): Given {
  const body = json ? Buffer.from('{"code":3,"message":"no"}') : Buffer.from([0x08, 3, 0x12, 2, 0x6e, 0x6f]);
  return { status, headers: { 'content-type': typeOf(json) }, body: given.status >= 400 ? given.body : body };
}

/** A full success. */
export function success(status: number, { json }: Sent): Given {
  return { status, headers: { 'content-type': typeOf(json) }, body: Buffer.from(json ? '{}' : '') };
}

function typeOf(json: boolean): string {
  return json ? 'application/json' : 'application/x-protobuf';
}
