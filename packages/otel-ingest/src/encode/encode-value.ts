// AnyValue and KeyValue on the wire: the opposite of decode/protobuf/any-value.ts.
import type { JsonObject, JsonValue } from '@governance-agent/policy-engine';
import type { Writer } from 'protobufjs';
import type { Attribute } from '../decode/model.ts';

export const delimited = (field: number): number => (field << 3) | 2;
export const varint = (field: number): number => field << 3;
const fixed64 = (field: number): number => (field << 3) | 1;

const [STRING, BOOL, INT, DOUBLE, ARRAY, LIST] = [1, 2, 3, 4, 5, 6];

/** Writes each as a KeyValue under `field`. */
export function writeAttributes(writer: Writer, field: number, attributes: readonly Attribute[]): void {
  for (const [key, value] of attributes) {
    writer.uint32(delimited(field)).fork().uint32(delimited(1)).string(key);
    writeAnyValue(writer, 2, value);
    writer.ldelim();
  }
}

/** Integers beyond 2^53 are text in this model, and stay it. Null is the AnyValue without a value. */
export function writeAnyValue(writer: Writer, field: number, value: JsonValue): void {
  writer.uint32(delimited(field)).fork();
  writeValue(writer, value);
  writer.ldelim();
}

function writeValue(writer: Writer, value: JsonValue): void {
  if (typeof value === 'string') writer.uint32(delimited(STRING)).string(value);
  else if (typeof value === 'boolean') writer.uint32(varint(BOOL)).bool(value);
  else if (typeof value === 'number') writeNumber(writer, value);
  else if (value !== null) writeNested(writer, value);
}

function writeNumber(writer: Writer, value: number): void {
  if (Number.isSafeInteger(value)) writer.uint32(varint(INT)).int64(value);
  else writer.uint32(fixed64(DOUBLE)).double(value);
}

function writeNested(writer: Writer, value: JsonObject | readonly JsonValue[]): void {
  writer.uint32(delimited(isList(value) ? ARRAY : LIST)).fork();
  if (isList(value)) for (const element of value) writeAnyValue(writer, 1, element);
  else writeAttributes(writer, 1, Object.entries(value));
  writer.ldelim();
}

function isList(value: JsonObject | readonly JsonValue[]): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** A fixed64 of Unix nanoseconds. */
export function writeTime(writer: Writer, field: number, nanoseconds: bigint): void {
  if (nanoseconds === 0n) return;
  writer.uint32(fixed64(field));
  writer.fixed32(Number(nanoseconds & 0xffff_ffffn)).fixed32(Number((nanoseconds >> 32n) & 0xffff_ffffn));
}
