// The one message of a unary call, bounded while it comes in (gRPC over HTTP/2, "Length-Prefixed-Message").
import type { Readable } from 'node:stream';
import { IngestError, malformed } from '../errors.ts';
import { toIngestError } from '../http/otlp-status.ts';
import { collectBytes } from '../http/collect-bytes.ts';
import { bodyTooLarge, type BodyBounds } from '../http/read-body.ts';

export interface WireMessage {
  readonly compressed: boolean;
  readonly bytes: Buffer;
}

export interface MessageBounds extends BodyBounds {
  /** How long the message may take to arrive, in milliseconds. */
  readonly readTimeoutMs: number;
}

/** One byte of flags, four of length. */
const PREFIX_BYTES = 5;

/**
 * The length that a message announces is checked and covered before the message is read.
 * Throws IngestError `body_too_large`, `overloaded`, `malformed`, and `client_gone` when the sender left or was too slow.
 */
export async function readMessage(stream: Readable, bounds: MessageBounds): Promise<WireMessage> {
  if (stream.destroyed) throw clientGone();
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const message = collectBytes(0, PREFIX_BYTES + bounds.maxBytes);
  let prefix: Buffer = Buffer.alloc(0);
  let size = 0;
  const onData = (chunk: Buffer): void => {
    size += chunk.length;
    try {
      if (prefix.length < PREFIX_BYTES) prefix = Buffer.concat([prefix, chunk]).subarray(0, PREFIX_BYTES);
      checkSize(prefix, size, bounds);
      message.add(chunk);
    } catch (error) {
      stream.pause();
      reject(toIngestError(error));
    }
  };
  const onGone = (): void => reject(clientGone());
  const onEnd = (): void => resolve(message.whole());
  const timer = setTimeout(onGone, bounds.readTimeoutMs);
  stream.on('data', onData).once('end', onEnd).once('close', onGone).once('aborted', onGone).resume();
  try {
    return messageIn(await promise);
  } catch (error) {
    message.drop();
    throw error;
  } finally {
    clearTimeout(timer);
    stream.off('data', onData).off('end', onEnd).off('close', onGone).off('aborted', onGone);
  }
}

function checkSize(prefix: Buffer, size: number, { maxBytes, reservation }: BodyBounds): void {
  if (size < PREFIX_BYTES) return;
  const length = lengthOf(prefix);
  if (length > maxBytes) throw bodyTooLarge(maxBytes);
  if (size > PREFIX_BYTES + length) throw notOneMessage();
  reservation.cover(length);
}

function messageIn(bytes: Buffer): WireMessage {
  const flag = bytes[0];
  if (bytes.length < PREFIX_BYTES || bytes.length !== PREFIX_BYTES + lengthOf(bytes)) throw notOneMessage();
  if (flag !== 0 && flag !== 1) throw malformed('the message has flags that gRPC does not know');
  return { compressed: flag === 1, bytes: bytes.subarray(PREFIX_BYTES) };
}

function lengthOf(prefix: Buffer): number {
  return prefix.readUInt32BE(1);
}

function notOneMessage(): IngestError {
  return malformed('a call holds exactly one whole message');
}

function clientGone(): IngestError {
  return new IngestError('client_gone', 'the client left before the end of its message');
}
