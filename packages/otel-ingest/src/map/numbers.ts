// Counts and durations: clients send them as numbers or as text, depending on event and version.
import type { JsonValue } from '@governance-agent/policy-engine';

const WHOLE = /^\d{1,10}(?:\.0{1,16})?$/;
/** Ten digits: 115 days of milliseconds. Personal numbers are longer; they stay attributes, where they are masked. */
const BEYOND = 10_000_000_000;

/** A whole number below 10^10, sent as a number or as decimal text. Null for everything else. */
export function readInteger(value: JsonValue): number | null {
  const number = typeof value === 'string' && WHOLE.test(value) ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isSafeInteger(number) || number < 0 || number >= BEYOND)
    return null;
  return number === 0 ? 0 : number;
}
