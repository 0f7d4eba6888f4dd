// Counts and durations: clients send them as numbers or as text, depending on event and version.
import type { JsonValue } from '@governance-agent/policy-engine';

const WHOLE = /^\d{1,16}(?:\.0{1,16})?$/;

/** A whole number of 0 to 2^53-1, sent as a number or as decimal text. Null for everything else. */
export function readInteger(value: JsonValue): number | null {
  const number = typeof value === 'string' && WHOLE.test(value) ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isSafeInteger(number) || number < 0) return null;
  return number === 0 ? 0 : number;
}
