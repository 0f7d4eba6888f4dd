// Brings any JSON value into the canonical profile, once, before sealing: what is signed is what is stored.
import { setOwn, type JsonObject, type JsonValue } from '@governance-agent/policy-engine';
import { MAX_NESTING } from './canonical.ts';

const TOO_DEEP = '[TOO_DEEP]';

/** Lone surrogates become U+FFFD and U+0000 goes (PostgreSQL refuses it). */
export function profileString(value: string): string {
  const wellFormed = value.isWellFormed() ? value : value.toWellFormed();
  return wellFormed.includes('\u0000') ? wellFormed.replaceAll('\u0000', '') : wellFormed;
}

/** Floats and large integers become their decimal text; objects deeper than the profile allows become a marker. */
export function profileValue(value: JsonValue, depth = 0): JsonValue {
  if (typeof value === 'string') return profileString(value);
  if (typeof value === 'number') return profileNumber(value);
  if (value === null || typeof value === 'boolean') return value;
  if (depth >= MAX_NESTING) return TOO_DEEP;
  return Array.isArray(value)
    ? value.map((item: JsonValue) => profileValue(item, depth + 1))
    : profileObject(value as JsonObject, depth);
}

/** Always a copy: what was masked must not change with what was handed in. */
export function profileObject(value: JsonObject, depth = 0): JsonObject {
  const clean: Record<string, JsonValue> = {};
  for (const key of Object.keys(value)) {
    const item = value[key];
    if (item !== undefined) setOwn(clean, profileString(key), profileValue(item, depth + 1));
  }
  return clean;
}

function profileNumber(value: number): JsonValue {
  if (Number.isSafeInteger(value)) return Object.is(value, -0) ? 0 : value;
  return Number.isFinite(value) ? String(value) : null;
}
