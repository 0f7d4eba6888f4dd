// The bytes of a request as they came over the wire, bounded while they come in.
import type { IncomingMessage } from 'node:http';
import { IngestError } from '../errors.ts';
import type { Reservation } from '../load/admission.ts';
import { toIngestError } from './otlp-status.ts';

export interface BodyBounds {
  /** Largest body in bytes; exactly as many pass. */
  readonly maxBytes: number;
  readonly reservation: Pick<Reservation, 'cover'>;
}

/** Bytes announced by Content-Length, 0 where the body is chunked. Throws IngestError `body_too_large`. */
export function declaredBytes(request: IncomingMessage, maxBytes: number): number {
  const declared = Number(request.headers['content-length'] ?? 0);
  if (declared > maxBytes) throw bodyTooLarge(maxBytes);
  return declared;
}

/**
 * Throws IngestError `body_too_large`, `overloaded`, `client_gone` when the sender left before the end, and `unavailable`
 * when something in front of the router has read the body. The request is paused then, not destroyed.
 */
export async function readBody(request: IncomingMessage, bounds: BodyBounds): Promise<Buffer> {
  if (request.readableDidRead || request.readableEnded) throw alreadyRead();
  if (request.destroyed) throw clientGone();
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const body = collectBody(declaredBytes(request, bounds.maxBytes));
  let size = 0;
  const onData = (chunk: Buffer): void => {
    size += chunk.length;
    try {
      checkSize(size, bounds);
      body.add(chunk);
    } catch (error) {
      request.pause();
      reject(toIngestError(error));
    }
  };
  const onEnd = (): void => (request.complete ? resolve(body.whole()) : reject(clientGone()));
  // Every request closes: what ended before that is settled, and an error costs its stack.
  const onGone = (): void => (request.readableEnded ? undefined : reject(clientGone()));
  request.on('data', onData).once('end', onEnd).once('error', onGone).once('close', onGone);
  try {
    return await promise;
  } finally {
    // What was collected must not live on in a listener while the rest of a refused body is thrown away.
    request.off('data', onData).off('error', onGone).off('close', onGone).off('end', onEnd);
  }
}

/** From here on a body is put together while it comes: to join its pieces at the end would take its size twice, and a pause. */
const LARGE_BYTES = 1024 * 1024;

interface Collected {
  add(chunk: Buffer): void;
  whole(): Buffer;
}

function collectBody(declared: number): Collected {
  const chunks: Buffer[] = [];
  if (!(declared >= LARGE_BYTES))
    return { add: (chunk) => void chunks.push(chunk), whole: () => Buffer.concat(chunks) };
  // Memory that nobody has written to costs nothing: a size that is only announced takes no room.
  const body = Buffer.allocUnsafeSlow(declared);
  let size = 0;
  return {
    add: (chunk) => void (size += chunk.copy(body, size)),
    whole: () => body.subarray(0, size),
  };
}

export function bodyTooLarge(maxBytes: number): IngestError {
  return new IngestError('body_too_large', `the body is larger than ${maxBytes} bytes: send smaller batches`);
}

function checkSize(size: number, { maxBytes, reservation }: BodyBounds): void {
  if (size > maxBytes) throw bodyTooLarge(maxBytes);
  reservation.cover(size);
}

function clientGone(): IngestError {
  return new IngestError('client_gone', 'the client left before the end of its request');
}

function alreadyRead(): IngestError {
  const message = 'the body was read before it came here: mount the OTLP router in front of any body parser';
  return new IngestError('unavailable', message);
}
