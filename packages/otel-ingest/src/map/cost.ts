// Money as integer nano-USD, by moving the decimal point in text: a binary fraction is not exact.
import type { JsonValue } from '@governance-agent/policy-engine';
import type { RecordFields } from './attributes.ts';

const NANO_DIGITS = 9;
const MICRO_DIGITS = 3;
/** Below 10,000 USD an event: a longer number is no cost, and a personal one would fit into it. */
const MOST_DIGITS = 13;
const LONGEST_TEXT = 64;
const DECIMAL = /^(\d{0,40})(?:\.(\d{0,40}))?(?:[eE]([+-]?\d{1,3}))?$/;

/**
 * The client's own estimate: `cost_usd_micros`, else `cost_usd`. What was read is taken out; a `cost_usd` that says
 * something else than the micros stays an attribute.
 */
export function takeCost(fields: RecordFields): number | null {
  const { values } = fields;
  const micros = nanoUsd(values.get('cost_usd_micros'), MICRO_DIGITS);
  const usd = nanoUsd(values.get('cost_usd'), NANO_DIGITS);
  const cost = micros ?? usd;
  if (micros !== null) values.delete('cost_usd_micros');
  if (usd !== null && usd === cost) values.delete('cost_usd');
  return cost;
}

/**
 * A decimal amount times 10^`digits` as an integer, rounded half up. Null for a negative, non-decimal or absent value
 * and from 10,000 USD.
 */
export function nanoUsd(value: JsonValue | undefined, digits: number): number | null {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string' || text.length > LONGEST_TEXT) return null;
  const [, whole = '', fraction = '', exponent = '0'] = DECIMAL.exec(text) ?? [];
  if (whole === '' && fraction === '') return null;
  return shifted(whole + fraction, Number(exponent) + digits - fraction.length);
}

/** The digits as an integer times 10^`places`. */
function shifted(digits: string, places: number): number | null {
  const significant = digits.replace(/^0+/, '');
  if (significant === '') return 0;
  const length = significant.length + places;
  if (length > MOST_DIGITS) return null;
  if (length < 0) return 0;
  const kept = Number(significant.slice(0, length).padEnd(length, '0'));
  const rounded = kept + ((significant[length] ?? '0') >= '5' ? 1 : 0);
  return Number.isSafeInteger(rounded) ? rounded : null;
}
