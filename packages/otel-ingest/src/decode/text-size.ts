// How much text a value holds, as the store will hold it.
import type { JsonValue } from '@governance-agent/policy-engine';
import type { Attribute } from './model.ts';

/** UTF-16 units of keys and values; numbers and the like count as a few. */
export function textSize(attributes: readonly Attribute[]): number {
  return attributes.reduce((sum, attribute) => sum + sizeOfAttribute(attribute), 0);
}

export function sizeOfAttribute([key, value]: Attribute): number {
  return key.length + sizeOf(value);
}

const SMALL = 8;

function sizeOf(value: JsonValue): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return SMALL;
  if (!isList(value)) return textSize(Object.entries(value));
  return value.reduce<number>((sum, item) => sum + sizeOf(item), SMALL);
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
