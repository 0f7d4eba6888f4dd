// IBAN: country, length and mod 97, compact or in groups.
import { ibanHolds, ibanLength } from '../checks/iban.ts';
import type { MixedDetector } from '../detector.ts';
import { isWordCode } from '../scan/char-class.ts';
import { IBAN } from '../scan/context-words.ts';

const begins = /^[A-Za-z]{2}\d{2}/;

/** Reads `length` letters and digits from `start`, single separators between groups; the end, or -1. */
const readGroups = (
  text: string,
  start: number,
  length: number,
): { compact: string; end: number } | undefined => {
  let compact = '';
  let end = start;
  while (end < text.length && compact.length < length) {
    const code = text.charCodeAt(end);
    if (isWordCode(code)) compact += text.charAt(end);
    else if (!/[ .\-/]/.test(text.charAt(end)) || !isWordCode(text.charCodeAt(end + 1))) break;
    end += 1;
  }
  if (compact.length < length || isWordCode(text.charCodeAt(end))) return undefined;
  return { compact: compact.toUpperCase(), end };
};

export const iban: MixedDetector = {
  on: 'mixed',
  find(scan, { start, value }) {
    if (!begins.test(value)) return;
    const length = ibanLength(value.slice(0, 2).toUpperCase());
    if (length === 0) return;
    const found = readGroups(scan.text, start, length);
    if (!found) return;
    const named = (scan.context(start) & IBAN) !== 0;
    if (named || ibanHolds(found.compact)) scan.emit('IBAN', start, found.end);
  },
};
