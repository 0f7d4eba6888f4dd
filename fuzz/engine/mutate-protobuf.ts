// Changes of one field of a protobuf message, however deep, with the lengths around it set right again: what a flip of
// bytes never reaches, because the first wrong length hides everything behind it.
import type { Chance } from './chance.ts';
import { mutateBytes } from './mutate-bytes.ts';
import type { Mutator } from './target.ts';

interface Field {
  readonly number: number;
  readonly wire: number;
  readonly start: number;
  /** Behind the tag, and behind the length where there is one. */
  readonly body: number;
  readonly end: number;
}

const LENGTH_DELIMITED = 2;
const VARINTS = ['00', '01', '7f', 'ffffffff0f', 'ffffffffffffffffff01', '80808080808080808001', '8000'].map(
  (hex) => Buffer.from(hex, 'hex'),
);
const TEXTS = ['', '__proto__', 'constructor', 'a\0b', '\u{1f511}', 'NaN', '0'.repeat(40)].map((text) =>
  Buffer.from(text),
);
const BAD_TEXTS = ['eda080', 'eda0bdedb491', 'ff', 'c080', 'f4908080', 'efbfbd', 'e282'].map((hex) =>
  Buffer.from(hex, 'hex'),
);

export function varint(value: number): Buffer {
  const bytes: number[] = [];
  let left = value;
  for (; left > 0x7f; left = Math.floor(left / 128)) bytes.push((left % 128) | 0x80);
  return Buffer.from([...bytes, left]);
}

export const delimited = (number: number, body: Uint8Array): Buffer =>
  Buffer.concat([varint(number * 8 + LENGTH_DELIMITED), varint(body.length), body]);

function readVarint(bytes: Buffer, at: number): { readonly value: number; readonly end: number } | null {
  let value = 0;
  for (let shift = 0; shift < 5; shift += 1) {
    const byte = bytes[at + shift];
    if (byte === undefined) return null;
    value += (byte & 0x7f) * 2 ** (7 * shift);
    if (byte < 0x80) return { value, end: at + shift + 1 };
  }
  return null;
}

function endOfVarint(bytes: Buffer, at: number): number {
  let end = at;
  while ((bytes[end] ?? 0) >= 0x80) end += 1;
  return end + 1;
}

function fieldAt(bytes: Buffer, start: number): Field | null {
  const tag = readVarint(bytes, start);
  if (tag === null || tag.value < 8) return null;
  const at = { number: tag.value >>> 3, wire: tag.value & 7, start, body: tag.end };
  if (at.wire === 0) return { ...at, end: endOfVarint(bytes, tag.end) };
  if (at.wire === 1) return { ...at, end: tag.end + 8 };
  if (at.wire === 5) return { ...at, end: tag.end + 4 };
  const length = at.wire === LENGTH_DELIMITED ? readVarint(bytes, tag.end) : null;
  return length === null ? null : { ...at, body: length.end, end: length.end + length.value };
}

/** The fields of a message; null for what is none. */
export function fieldsOf(bytes: Buffer): Field[] | null {
  const fields: Field[] = [];
  for (let at = 0; at < bytes.length;) {
    const field = fieldAt(bytes, at);
    if (field === null || field.end > bytes.length) return null;
    fields.push(field);
    at = field.end;
  }
  return fields;
}

type Change = (chance: Chance, bytes: Buffer, field: Field, donor: () => Buffer) => Buffer;
const whole = (bytes: Buffer, { start, end }: Field): Buffer => bytes.subarray(start, end);
const tagOf = (number: number, wire: number): Buffer => varint(number * 8 + wire);

const CHANGES: readonly Change[] = [
  () => Buffer.alloc(0),
  (_chance, bytes, field) => Buffer.concat([whole(bytes, field), whole(bytes, field)]),
  (chance, bytes, field) =>
    Buffer.concat([tagOf(1 + chance.below(17), field.wire), bytes.subarray(field.start + 1, field.end)]),
  (chance, bytes, field) =>
    Buffer.concat([tagOf(field.number, chance.below(8)), bytes.subarray(field.start + 1, field.end)]),
  (chance, bytes, field) =>
    Buffer.concat([
      tagOf(field.number, field.wire),
      varint(chance.below(300)),
      bytes.subarray(field.body, field.end),
    ]),
  (chance, _bytes, field) => Buffer.concat([tagOf(field.number, 0), chance.oneOf(VARINTS)]),
  (chance, _bytes, field) => delimited(field.number, chance.oneOf([...TEXTS, ...BAD_TEXTS])),
  (chance, bytes, field) =>
    Buffer.concat([whole(bytes, field), tagOf(1 + chance.below(17), 0), chance.oneOf(VARINTS)]),
  (chance, bytes, field) =>
    Buffer.concat([tagOf(1 + chance.below(5), 3), whole(bytes, field), tagOf(1 + chance.below(5), 4)]),
  (chance, bytes, field) => {
    let nested = whole(bytes, field);
    for (let left = chance.below(40); left > 0; left -= 1) nested = delimited(field.number, nested);
    return nested;
  },
  (chance, _bytes, field, donor) => delimited(field.number, pieceOf(chance, donor())),
];

function pieceOf(chance: Chance, message: Buffer): Buffer {
  const fields = fieldsOf(message) ?? [];
  if (fields.length === 0) return message.subarray(0, 64);
  const field = chance.oneOf(fields);
  return field.wire === LENGTH_DELIMITED && chance.likely(0.7)
    ? pieceOf(chance, message.subarray(field.body, field.end))
    : whole(message, field);
}

const GO_DEEPER = 0.8;

export const mutateProtobuf: Mutator = (chance, input, donor) => {
  const fields = fieldsOf(input) ?? [];
  if (fields.length === 0) return mutateBytes(chance, input, donor);
  const field = chance.oneOf(fields);
  const body = input.subarray(field.body, field.end);
  const deeper = field.wire === LENGTH_DELIMITED && fieldsOf(body) !== null && chance.likely(GO_DEEPER);
  const changed = deeper
    ? delimited(field.number, mutateProtobuf(chance, body, donor))
    : chance.oneOf(CHANGES)(chance, input, field, donor);
  return Buffer.concat([input.subarray(0, field.start), changed, input.subarray(field.end)]);
};
