// The bytes of a request as they came over the wire, bounded while they come in.
import type { IncomingMessage } from 'node:http';
import { IngestError } from '../errors.ts';
import { giveBackPiece } from '../load/give-back.ts';
import type { Reservation } from '../load/admission.ts';
import { collectBytes } from './collect-bytes.ts';
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
  const body = collectBytes(declaredBytes(request, bounds.maxBytes), bounds.maxBytes);
  let size = 0;
  const onData = (chunk: Buffer): void => {
    size += chunk.length;
    try {
      checkSize(size, bounds);
      const copied = body.add(chunk);
      // An app around the router may be listening too.
      if (copied && request.listenerCount('data') === 1) giveBackPiece(chunk);
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
  } catch (error) {
    body.drop();
    throw error;
  } finally {
    // What was collected must not live on in a listener while the rest of a refused body is thrown away.
    request.off('data', onData).off('error', onGone).off('close', onGone).off('end', onEnd);
  }
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
