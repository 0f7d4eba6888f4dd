// Puts an answer on the wire, also while the client is still sending a body that nobody wants.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Answer } from './answer.ts';
import { awaitsContinue } from './expect-continue.ts';

export interface Lingering {
  /** How long what is still being sent is thrown away before the connection is cut, in milliseconds. */
  readonly milliseconds: number;
  /** With more bytes announced than this, the connection is not kept. */
  readonly keepAliveBytes: number;
}

const LINGERING: Lingering = { milliseconds: 5_000, keepAliveBytes: 1024 * 1024 };

/**
 * Sends the whole answer at once. A connection that closes over unread bytes is reset, and a reset can destroy an answer
 * before it is read: so the rest of the body is read away first, and the response ends after that. Most clients keep the
 * connection then, and the metrics that share it with the refused logs.
 */
export async function sendAnswer(
  request: IncomingMessage,
  response: ServerResponse,
  answer: Answer,
  lingering: Lingering = LINGERING,
): Promise<void> {
  if (response.headersSent || response.destroyed) return;
  const keep = Number(request.headers['content-length'] ?? 0) <= lingering.keepAliveBytes || request.complete;
  response.writeHead(answer.status, keep ? answer.headers : { ...answer.headers, connection: 'close' });
  if (request.complete || awaitsContinue(request, response)) {
    response.end(answer.body);
    return;
  }
  writeWhole(response, answer.body);
  const finished = await discardRest(request, lingering.milliseconds);
  response.end(() => {
    if (!finished) request.destroy();
  });
}

function writeWhole(response: ServerResponse, body: Buffer): void {
  if (body.length === 0) response.flushHeaders();
  else response.write(body);
}

/** Resolves to false when the sender did not come to an end in time. */
async function discardRest(request: IncomingMessage, milliseconds: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), milliseconds);
  const done = (): void => resolve(true);
  request.once('end', done).once('close', done).once('error', done).resume();
  const finished = await promise;
  clearTimeout(timer);
  return finished;
}
