// Canonical JSON (RFC 8785) for a restricted profile: no floats, no lone surrogates, no U+0000, nesting <= 32.
import type { JsonObject, JsonValue } from '@governance-agent/policy-engine';
import { AuditError } from './errors.ts';

export const MAX_NESTING = 32;

/**
 * Serialises a JSON value of the profile, object keys in UTF-16 code unit order (RFC 8785 section 3.2.3).
 * @throws AuditError `invalid_event` for a value outside the profile.
 */
export function canonicalJson(value: JsonValue, depth = 0): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return canonicalString(value);
  if (typeof value === 'number') return canonicalInteger(value);
  if (depth >= MAX_NESTING) throw outside(`nesting is deeper than ${MAX_NESTING}`);
  return isArray(value) ? canonicalArray(value, depth) : canonicalObject(value, depth);
}

/** Printable ASCII without quote and backslash: nothing to escape. Most columns are that, and one test is all they need. */
const PLAIN = /^[ !#-[\]-~]*$/;

/** A string in JSON form; RFC 8785 section 3.2.2.2 is what JSON.stringify does for well-formed text. */
export function canonicalString(value: string): string {
  if (PLAIN.test(value)) return `"${value}"`;
  if (!value.isWellFormed()) throw outside('a string holds a lone surrogate');
  if (value.includes('\u0000')) throw outside('a string holds U+0000');
  return JSON.stringify(value);
}

/** Counts and states, which come again and again. */
const FEW = 4096;

/** An integer within ±(2^53-1). Drivers and databases rewrite anything else. */
export function canonicalInteger(value: number): string {
  if (!Number.isSafeInteger(value)) throw outside('a number is not an integer within 2^53-1');
  // V8 keeps what `String` makes of a number for the next time: of a sequence or a time, until the whole heap is collected.
  return value >= 0 && value < FEW ? String(value) : JSON.stringify(value);
}

function canonicalArray(items: readonly JsonValue[], depth: number): string {
  return `[${items.map((item) => canonicalJson(item, depth + 1)).join(',')}]`;
}

function canonicalObject(value: JsonObject, depth: number): string {
  const members = Object.entries(value).sort(byKey);
  return `{${members.map(([key, item]) => `${canonicalString(key)}:${canonicalJson(item, depth + 1)}`).join(',')}}`;
}

// `<` compares UTF-16 code units, which is exactly the order the standard asks for.
function byKey(a: readonly [string, unknown], b: readonly [string, unknown]): number {
  return a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0;
}

function isArray(value: readonly JsonValue[] | JsonObject): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function outside(reason: string): AuditError {
  return new AuditError(
    'invalid_event',
    `Value outside the canonical profile: ${reason}. Clean it before sealing.`,
  );
}
