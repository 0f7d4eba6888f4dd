// The JSON text of a request body, as an object.
import { malformed } from '../../errors.ts';
import { tooComplex, type DecodeBudget } from '../budget.ts';
import { quoteLongIntegers } from './exact-integers.ts';
import { isFields, type JsonFields } from './fields.ts';
import { endOfString } from './scan-string.ts';

/**
 * An empty body is an empty request (H5).
 * Throws `malformed`, or `too_complex` before the parser turns a small text into millions of objects (H10).
 */
export function parseBody(bytes: Buffer, budget: DecodeBudget): JsonFields {
  if (costsMore(bytes, budget.maxNodes * COST_OF_NODE)) throw tooComplex(budget);
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '');
  if (text.trim() === '') return {};
  const value = parse(quoteLongIntegers(text));
  if (!isFields(value)) throw malformed('the body must be a JSON object');
  return value;
}

// The parser's own message quotes the input and stays here.
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw malformed('the body is not well-formed JSON');
  }
}

/** `{"key":"k","value":{"stringValue":"v"}},` is one node and costs seven. */
const COST_OF_NODE = 7;
const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const OPEN_OBJECT = 0x7b;
/** A list is two objects to the engine, its header and its elements. */
const COST_OF_LIST = 2;

/** Adds up what the parser would make, by the signs outside of strings: a key costs its colon, a value its comma or opening. */
function costsMore(bytes: Buffer, limit: number): boolean {
  if (bytes.length * COST_OF_LIST <= limit) return false;
  let cost = 0;
  for (let at = 0; at < bytes.length && cost <= limit; at += 1) {
    const byte = bytes[at];
    if (byte === QUOTE) at = endOfString(bytes, at);
    else if (byte === COMMA || byte === COLON || byte === OPEN_OBJECT) cost += 1;
    else if (byte === OPEN_LIST) cost += COST_OF_LIST;
  }
  return cost > limit;
}
