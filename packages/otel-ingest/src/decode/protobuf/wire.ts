// Small steps over the protobufjs Reader that the message readers share.
import type { Reader } from 'protobufjs';
import { IngestError, malformed } from '../../errors.ts';
import { createSharedTexts, type SharedTexts } from './shared-text.ts';

/** A Reader over a Buffer: its texts can be cut out without a copy. */
export interface WireReader extends Reader {
  readonly buf: Buffer;
  /** Fields that were skipped so far. */
  skipped?: number;
  texts?: SharedTexts;
}

/** Steps into a length-delimited message: no read can leave it. Returns the limit to give back to `leave`. */
export function enter(reader: Reader): number {
  const end = reader.size() + reader.pos;
  if (end > reader.len) throw malformed('a message is longer than what contains it');
  const outer = reader.len;
  reader.len = end;
  return outer;
}

/** Steps out of the message, to its end even if not all of it was read. */
export function leave(reader: Reader, outer: number): void {
  reader.pos = reader.len;
  reader.len = outer;
}

const VARINT = 0;
/** Nobody sends so many fields that nobody knows; two bytes each, they would cost a second of the thread. */
const MOST_SKIPPED = 500_000;

/** Skips a field that this version does not know, or whose wire type is not the one of the schema. Throws `too_complex`. */
export function skipField(reader: WireReader, tag: number): void {
  const skipped = (reader.skipped ?? 0) + 1;
  reader.skipped = skipped;
  if (skipped > MOST_SKIPPED)
    throw new IngestError('too_complex', `more than ${MOST_SKIPPED} unknown fields in one request`);
  // protobufjs skips a varint of any length; one of more than ten bytes is no varint.
  if ((tag & 7) === VARINT && tag >>> 3 !== 0) reader.uint64();
  else reader.skipType(tag & 7, 0, tag >>> 3);
}

export function readText(reader: WireReader): string {
  const end = reader.size() + reader.pos;
  if (end > reader.len) throw malformed('a text is longer than what contains it');
  const texts = (reader.texts ??= createSharedTexts(reader.buf));
  const text = texts.read(reader.pos, end);
  reader.pos = end;
  return text;
}

/** An int64 as a number, beyond 2^53 as decimal text. */
export function readInt64(reader: Reader): number | string {
  const { low, high } = reader.int64();
  const value = high * 4_294_967_296 + (low >>> 0);
  return Number.isSafeInteger(value) ? value : int64Text(high, low);
}

/** A fixed64 as an unsigned integer. */
export function readFixed64(reader: Reader): bigint {
  const { low, high } = reader.fixed64();
  return (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
}

function int64Text(high: number, low: number): string {
  return ((BigInt(high) << 32n) | BigInt(low >>> 0)).toString();
}
