// Small steps over the protobufjs Reader that the message readers share.
import { Reader } from 'protobufjs/minimal.js';
import { IngestError, malformed } from '../../errors.ts';
import { SPAN_ID_BYTES, TRACE_ID_BYTES } from '../ids.ts';
import { createSharedId, type SharedId } from './shared-id.ts';
import { createSharedTexts, type SharedTexts } from './shared-text.ts';

/** A Reader over a Buffer: its texts can be cut out without a copy. */
export interface WireReader extends Reader, Remembered {
  readonly buf: Buffer;
}

/** What one decode keeps beside its place. */
interface Remembered {
  /** Fields that were skipped so far. */
  skipped: number;
  words: DataView | null;
  texts: SharedTexts | null;
  traceIds: SharedId | null;
  spanIds: SharedId | null;
}

const NOTHING: Remembered = { skipped: 0, words: null, texts: null, traceIds: null, spanIds: null };

/** All of it is there from the start: readers that grow on the way have so many shapes that V8 looks up each step in each. */
export function createWireReader(bytes: Buffer): WireReader {
  return Object.assign(Reader.create(bytes), NOTHING) as WireReader;
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
  reader.skipped += 1;
  if (reader.skipped > MOST_SKIPPED)
    throw new IngestError('too_complex', `more than ${MOST_SKIPPED} unknown fields in one request`);
  // protobufjs skips a varint of any length; one of more than ten bytes is no varint.
  if ((tag & 7) === VARINT && tag >>> 3 !== 0) reader.uint64();
  else reader.skipType(tag & 7, 0, tag >>> 3);
}

export function readText(reader: WireReader): string {
  const start = passBytes(reader);
  const texts = (reader.texts ??= createSharedTexts(reader.buf));
  return texts.read(start, reader.pos);
}

/** Hex; '' where it is invalid. */
export function readTraceId(reader: WireReader): string {
  const start = passBytes(reader);
  return (reader.traceIds ??= createSharedId(reader.buf, TRACE_ID_BYTES))(start, reader.pos);
}

/** Hex; '' where it is invalid. */
export function readSpanId(reader: WireReader): string {
  const start = passBytes(reader);
  return (reader.spanIds ??= createSharedId(reader.buf, SPAN_ID_BYTES))(start, reader.pos);
}

/** Passes text or bytes. @returns where they begin */
function passBytes(reader: Reader): number {
  const end = reader.size() + reader.pos;
  if (end > reader.len) throw malformed('a text is longer than what contains it');
  const start = reader.pos;
  reader.pos = end;
  return start;
}

/** An int64 as a number, beyond 2^53 as decimal text. */
export function readInt64(reader: Reader): number | string {
  const { low, high } = reader.int64();
  const value = high * 4_294_967_296 + (low >>> 0);
  return Number.isSafeInteger(value) ? value : int64Text(high, low);
}

const FIXED64_BYTES = 8;

/** A fixed64 as an unsigned integer. */
export function readFixed64(reader: WireReader): bigint {
  const start = reader.pos;
  reader.skip(FIXED64_BYTES);
  const { buffer, byteOffset, byteLength } = reader.buf;
  const words = (reader.words ??= new DataView(buffer, byteOffset, byteLength));
  return words.getBigUint64(start, true);
}

function int64Text(high: number, low: number): string {
  return ((BigInt(high) << 32n) | BigInt(low >>> 0)).toString();
}
