// What protobufjs makes of a request by its schema, as OTLP/JSON: the second opinion on the hand-written reader.
import { Reader } from 'protobufjs/minimal.js';
import type { Message, Type } from 'protobufjs';
import { utf8Text } from '../../packages/otel-ingest/src/decode/text.ts';

type Json = Record<string, unknown>;

/**
 * Null when protobufjs refuses the bytes. Text is read by the rule of the receiver (invalid UTF-8 becomes U+FFFD), for
 * which there are vectors of its own; everything else is protobufjs's.
 */
export function oracleJson(type: Type, bytes: Buffer, strict = true): Json | null {
  const message = decoded(type, bytes, strict);
  if (message === null) return null;
  const plain: unknown = type.toObject(message, { longs: String, bytes: String, json: true, oneofs: true });
  return tidied(plain) as Json;
}

function decoded(type: Type, bytes: Buffer, strict: boolean): Message | null {
  const reader = Reader.create(bytes);
  const skip = reader.skip.bind(reader);
  const text = (): string => {
    const piece = Buffer.from(reader.bytes());
    return utf8Text(piece, 0, piece.length);
  };
  // A varint of more than ten bytes is none, also where nobody reads it.
  const strictSkip = (length?: number): Reader =>
    length === undefined ? (reader.uint64(), reader) : skip(length);
  Object.assign(reader, { string: text, stringVerify: text });
  if (strict) Object.assign(reader, { skip: strictSkip });
  try {
    return type.decode(reader);
  } catch {
    return null;
  }
}

const IDS = ['traceId', 'spanId'];
const ONE_OF: Readonly<Record<string, readonly string[]>> = {
  stringValue: [
    'stringValue',
    'boolValue',
    'intValue',
    'doubleValue',
    'arrayValue',
    'kvlistValue',
    'bytesValue',
  ],
  asDouble: ['asDouble', 'asInt'],
  gauge: ['gauge', 'sum', 'histogram', 'exponentialHistogram', 'summary'],
};

/** Ids in hex, and of several members of a oneof the one that protobufjs says is set. */
function tidied(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(tidied);
  if (typeof value !== 'object' || value === null) return value;
  const object = value as Json;
  const chosen = [object['value'], object['data']].find((name) => typeof name === 'string');
  const rivals = Object.values(ONE_OF).find((names) => names.includes(String(chosen))) ?? [];
  const kept = Object.entries(object).filter(([name]) => name === chosen || !rivals.includes(name));
  return Object.fromEntries(
    kept.map(([name, item]) => [
      name,
      IDS.includes(name) ? Buffer.from(String(item), 'base64').toString('hex') : tidied(item),
    ]),
  );
}
