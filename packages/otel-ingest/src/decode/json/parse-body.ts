// The JSON text of a request body, as an object.
import { malformed } from '../../errors.ts';
import { tooComplex, type DecodeBudget } from '../budget.ts';
import { isFields, type JsonFields } from './fields.ts';

/**
 * An empty body is an empty request (H5).
 * Throws `malformed`, or `too_complex` before the parser turns a small text into millions of objects (H10).
 */
export function parseBody(bytes: Buffer, budget: DecodeBudget): JsonFields {
  if (holdsMoreValues(bytes, budget.maxNodes * VALUES_PER_NODE)) throw tooComplex(budget);
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '');
  if (text.trim() === '') return {};
  const value = parse(text);
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

/** An attribute is one node and a handful of JSON values. */
const VALUES_PER_NODE = 8;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN_LIST = 0x5b;
const OPEN_OBJECT = 0x7b;

/** Counts commas and openings outside of strings. Every value costs at least one of them. */
function holdsMoreValues(bytes: Buffer, limit: number): boolean {
  if (bytes.length <= limit) return false;
  let values = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === QUOTE) at = endOfString(bytes, at);
    else if (byte === COMMA || byte === OPEN_LIST || byte === OPEN_OBJECT) values += 1;
    if (values > limit) return true;
  }
  return false;
}

function endOfString(bytes: Buffer, start: number): number {
  let end = bytes.indexOf(QUOTE, start + 1);
  while (end !== -1 && isEscaped(bytes, end)) end = bytes.indexOf(QUOTE, end + 1);
  return end === -1 ? bytes.length : end;
}

function isEscaped(bytes: Buffer, at: number): boolean {
  let before = at - 1;
  while (bytes[before] === BACKSLASH) before -= 1;
  return (at - before) % 2 === 0;
}
