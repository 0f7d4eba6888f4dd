// A key-value list as a JSON value, without losing a repeated key.
import { setOwn, type JsonObject, type JsonValue } from '@governance-agent/policy-engine';
import type { Attribute } from './model.ts';

/**
 * An object, in wire order. When a key repeats, an object cannot hold the list: it stays a list of `{key, value}`, so
 * that every value reaches the masker (H13).
 */
export function keyValueList(entries: readonly Attribute[]): JsonValue {
  const object: Record<string, JsonValue> = {};
  for (const [key, value] of entries) {
    if (Object.hasOwn(object, key)) return entries.map(pair);
    setOwn(object, key, value);
  }
  return object;
}

/** One entry in its wire shape. */
export function pair([key, value]: Attribute): JsonObject {
  return { key, value };
}
