// Reads the value that follows the name of a secret: quoted in any style, or bare up to what ends a bare value.
import { isSpace } from '../scan/char-class.ts';
import type { Value } from './value.ts';

const longestValue = 4096;
const quotes = '"\'`';
const bareEnd = /[\s"'`;,&<|\\]/g;

const lineEnds = (text: string, at: number): boolean => {
  let i = at;
  while (i < text.length && (text[i] === ' ' || text[i] === '\t' || text[i] === '\r')) i += 1;
  return i >= text.length || text[i] === '\n';
};

/** How many backslashes stand before the quote: an escaped literal closes with an equally escaped quote. */
const escapesAt = (text: string, at: number): number => {
  let i = at;
  while (i < text.length && text.charCodeAt(i) === 92) i += 1;
  return i - at;
};

/** The content ends before the matching quote, or at the end of the line when the text is cut there. */
const quotedEnd = (text: string, from: number, quote: string, escapes: number): number => {
  const limit = Math.min(text.length, from + longestValue);
  for (let i = from; i < limit; i += 1) {
    const char = text.charAt(i);
    if (char === '\\') {
      const run = escapesAt(text, i);
      if (run === escapes && text.charAt(i + run) === quote) return i;
      i += run;
      continue;
    }
    if (char === quote && escapes === 0) return i;
    if (char === '\n' && quote !== '`') return i;
  }
  return limit;
};

const bareStop = (text: string, from: number): number => {
  bareEnd.lastIndex = from;
  const end = bareEnd.test(text) ? bareEnd.lastIndex - 1 : text.length;
  return Math.min(end, from + longestValue);
};

/** Brackets that close what was opened before the value are not part of it. */
const trimBare = (text: string): string => {
  let trimmed = text.replace(/[.:!?]+$/, '');
  while (/[)\]}>]$/.test(trimmed) && !/[([{<]/.test(trimmed)) trimmed = trimmed.slice(0, -1);
  return trimmed;
};

/** The value whose first character, or opening quote, stands at `at`. */
export function readValue(text: string, at: number, tight: boolean): Value | undefined {
  // Prefixes of string literals: b'', r"", f"", @"".
  const from =
    /[bBrRfFuU@]/.test(text.charAt(at)) && quotes.includes(text.charAt(at + 1)) && at + 1 < text.length
      ? at + 1
      : at;
  const escapes = escapesAt(text, from);
  const quote = text.charAt(from + escapes);
  if (quote !== '' && quotes.includes(quote)) {
    const start = from + escapes + 1;
    const end = quotedEnd(text, start, quote, escapes);
    if (end === start) return undefined;
    return { text: text.slice(start, end), start, end, quoted: true, tight, closing: false };
  }
  const bare = trimBare(text.slice(from, bareStop(text, from)));
  if (bare === '') return undefined;
  const end = from + bare.length;
  return { text: bare, start: from, end, quoted: false, tight, closing: lineEnds(text, end) };
}

/** Skips at most `most` white-space characters. */
export function skipSpace(text: string, at: number, most: number): number {
  let i = at;
  while (i < text.length && i - at < most && isSpace(text.charCodeAt(i))) i += 1;
  return i;
}
