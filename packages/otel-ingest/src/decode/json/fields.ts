// Reads fields of OTLP/JSON leniently (OTLP 1.11, "JSON Protobuf Encoding"; H11): camelCase or snake_case, absent or null.
import { profileString } from '@governance-agent/audit-core';
import { malformed } from '../../errors.ts';

export type JsonFields = Readonly<Record<string, unknown>>;

/** The own property, under its camelCase or its snake_case name. Inherited names such as `constructor` are not fields. */
export function field(object: JsonFields, camel: string, snake: string = camel): unknown {
  if (Object.hasOwn(object, camel)) return object[camel];
  return Object.hasOwn(object, snake) ? object[snake] : undefined;
}

export function isFields(value: unknown): value is JsonFields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An object, or an empty one when absent. Throws `malformed` for anything else. */
export function objectField(value: unknown, name: string): JsonFields {
  if (value === undefined || value === null) return {};
  if (isFields(value)) return value;
  throw malformed(`${name} must be an object`);
}

/** A list, or an empty one when absent. Throws `malformed` for anything else. */
export function listField(value: unknown, name: string): readonly unknown[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value;
  throw malformed(`${name} must be a list`);
}

export function textField(value: unknown): string {
  return typeof value === 'string' ? profileString(value) : '';
}

/** An unsigned 64-bit integer from a number or decimal text; 0n for anything else. */
export function uint64Field(value: unknown): bigint {
  if (typeof value === 'string' && /^\d{1,20}$/.test(value)) return BigInt.asUintN(64, BigInt(value));
  return typeof value === 'number' && Number.isInteger(value) && value >= 0
    ? BigInt.asUintN(64, BigInt(value))
    : 0n;
}

/** A small non-negative integer from a number or decimal text; 0 for anything else. */
export function uint32Field(value: unknown): number {
  const number = typeof value === 'string' && /^\d{1,10}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) && number >= 0 && number <= 0xffff_ffff
    ? number
    : 0;
}
