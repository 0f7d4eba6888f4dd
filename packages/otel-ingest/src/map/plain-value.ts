// A decoded value as the audit row can hold it: fractions become decimal text, everything else stays.
import { setOwn, type JsonObject, type JsonValue } from '@governance-agent/policy-engine';

const isArray = (value: JsonValue): value is readonly JsonValue[] => Array.isArray(value);

/** Fractions and numbers beyond 2^53-1 in the shortest text that reads back as the same number; deep. */
export function plainValue(value: JsonValue): JsonValue {
  if (typeof value === 'number') return plainNumber(value);
  if (typeof value !== 'object' || value === null) return value;
  return isArray(value) ? value.map(plainValue) : plainObject(value);
}

function plainObject(value: JsonObject): JsonObject {
  const plain: Record<string, JsonValue> = {};
  for (const [key, item] of Object.entries(value)) setOwn(plain, key, plainValue(item));
  return plain;
}

function plainNumber(value: number): JsonValue {
  // Minus zero has no JSON text of its own.
  if (Number.isSafeInteger(value)) return value === 0 ? 0 : value;
  return Number.isFinite(value) ? String(value) : null;
}
