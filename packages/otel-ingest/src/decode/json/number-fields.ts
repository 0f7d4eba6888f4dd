// Numbers of data points in OTLP/JSON: a double may be text, NaN and the infinities are (proto3 JSON mapping).
import type { DecodeBudget } from '../budget.ts';
import type { PointNumber } from '../metrics-model.ts';
import { addBucket } from '../point.ts';
import { listField } from './fields.ts';

const DECIMAL = /^[+-]?(?:\d{1,400}(?:\.\d{0,400})?|\.\d{1,400})(?:e[+-]?\d{1,4})?$/i;
const SPECIAL: ReadonlyMap<string, number> = new Map([
  ['NaN', Number.NaN],
  ['Infinity', Infinity],
  ['-Infinity', -Infinity],
]);

/** A double, or null for anything that is none. Minus zero is zero. */
export function doubleField(value: unknown): number | null {
  if (typeof value === 'number') return value === 0 ? 0 : value;
  if (typeof value !== 'string') return null;
  const special = SPECIAL.get(value);
  if (special !== undefined) return special;
  return DECIMAL.test(value) ? doubleField(Number(value)) : null;
}

/** A signed 64-bit integer from a number or decimal text. A fraction stays the double that it is. */
export function int64Field(value: unknown): PointNumber | null {
  if (typeof value === 'string' && /^[+-]?\d{1,20}$/.test(value))
    return BigInt.asIntN(64, BigInt(value.replace('+', '')));
  if (typeof value === 'number' && Number.isInteger(value)) return BigInt.asIntN(64, BigInt(value));
  return typeof value === 'number' ? doubleField(value) : null;
}

/** A small signed integer from a number or decimal text; 0 for anything else. */
export function int32Field(value: unknown): number {
  const number = typeof value === 'string' && /^[+-]?\d{1,10}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) ? number | 0 : 0;
}

/** A list of numbers, an unreadable one as what `read` makes of it. Throws `malformed`, `too_complex`. */
export function numberList<T>(
  value: unknown,
  name: string,
  budget: DecodeBudget,
  read: (item: unknown) => T,
): T[] {
  const list: T[] = [];
  for (const item of listField(value, name)) addBucket(budget, list, read(item));
  return list;
}
