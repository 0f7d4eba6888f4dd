// Reads the value that follows the name of a secret: quoted in any style, or bare up to what ends a bare value.
import type { Scan } from '../detector.ts';
import { isSpace } from '../scan/char-class.ts';
import type { Value } from './value.ts';

const longestValue = 65_536;
const isQuote = (char: string): boolean => char === '"' || char === "'" || char === '`';
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

/** Where a bare value from `from` on ends. Every later start inside it ends there too, so it is looked for once. */
const bareStop = (scan: Scan, from: number): number => {
  if (from >= scan.memo('bare-from') && from < scan.memo('bare-end')) return scan.memo('bare-end');
  bareEnd.lastIndex = from;
  const end = bareEnd.test(scan.text) ? bareEnd.lastIndex - 1 : scan.text.length;
  scan.note('bare-from', from);
  scan.note('bare-end', end);
  return end;
};

const closing = ')]}>';
const full = '.:!?';

/** The end without the marks of a sentence and without brackets that close what was opened before the value. */
const trimmedEnd = (text: string, from: number, stop: number): number => {
  let end = stop;
  while (end > from && full.includes(text.charAt(end - 1))) end -= 1;
  if (/[([{<]/.test(text.slice(from, Math.min(end, from + 512)))) return end;
  while (end > from && closing.includes(text.charAt(end - 1))) end -= 1;
  return end;
};

/** The value whose first character, or opening quote, stands at `at`. */
export function readValue(scan: Scan, at: number, tight: boolean): Value | undefined {
  const { text } = scan;
  // Prefixes of string literals: b'', r"", f"", @"".
  const prefixed = /[bBrRfFuU@]/.test(text.charAt(at)) && isQuote(text.charAt(at + 1));
  const from = prefixed ? at + 1 : at;
  const escapes = escapesAt(text, from);
  const quote = text.charAt(from + escapes);
  if (isQuote(quote)) {
    const start = from + escapes + 1;
    const end = quotedEnd(text, start, quote, escapes);
    if (end === start) return undefined;
    return { text: text.slice(start, end), start, end, quoted: true, tight, closing: false };
  }
  const end = trimmedEnd(text, from, bareStop(scan, from));
  if (end === from) return undefined;
  return {
    text: text.slice(from, end),
    start: from,
    end,
    quoted: false,
    tight,
    closing: lineEnds(text, end),
  };
}

/** Skips at most `most` white-space characters. */
export function skipSpace(text: string, at: number, most: number): number {
  let i = at;
  while (i < text.length && i - at < most && isSpace(text.charCodeAt(i))) i += 1;
  return i;
}
