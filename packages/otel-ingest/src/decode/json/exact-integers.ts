// Keeps integers exact that JSON.parse would round: bare numbers of 16 digits and more become decimal text (H11).
import { endOfString } from './scan-string.ts';

const LONG_INTEGER = /-?\d{16,}(?![\d.eE])/y;
const MAY_HOLD_ONE = /[:[,\s]-?\d{16}/;
const MINUS = 0x2d;
const ZERO = 0x30;
const NINE = 0x39;
const QUOTE = 0x22;

/** JSON text whose long integers outside of strings are quoted. Every reader of an OTLP integer takes text as well. */
export function quoteLongIntegers(text: string): string {
  if (!MAY_HOLD_ONE.test(text)) return text;
  const parts: string[] = [];
  let copied = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at);
    else if (code === MINUS || (code >= ZERO && code <= NINE)) {
      const end = endOfNumber(text, at);
      if (isLongInteger(text, at)) {
        parts.push(text.slice(copied, at), '"', text.slice(at, end), '"');
        copied = end;
      }
      at = end - 1;
    }
  }
  return parts.length === 0 ? text : parts.join('') + text.slice(copied);
}

function isLongInteger(text: string, at: number): boolean {
  LONG_INTEGER.lastIndex = at;
  return LONG_INTEGER.test(text);
}

const NUMBER = /[-+.\deE]+/y;

function endOfNumber(text: string, at: number): number {
  NUMBER.lastIndex = at;
  NUMBER.test(text);
  return NUMBER.lastIndex;
}
