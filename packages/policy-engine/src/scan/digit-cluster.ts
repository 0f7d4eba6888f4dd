// Collects groups of digits that only separators part: `3201 2026-1285.0006`, `(021) 555-6365`, one digit a time.
import { isDigit, isGap, isSpace } from './char-class.ts';

export interface DigitCluster {
  /** All digits, separators left out. */
  readonly digits: string;
  /** Start and end of each group in the text. */
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  /** How many digits stand before each group. */
  readonly offsets: readonly number[];
  readonly end: number;
}

const longestGap = 10;
const backslash = 92;
const comma = 44;

/** Where the group after the gap at `at` begins, or -1 when no digit follows separators of a plausible kind. */
const nextGroup = (text: string, at: number): number => {
  let seen = 0;
  for (let i = at; i < text.length && i - at <= longestGap; i += 1) {
    const code = text.charCodeAt(i);
    if (isDigit(code)) return i;
    if (!isGap(code)) return -1;
    if (isSpace(code)) continue;
    seen += code === backslash ? 0 : 1;
    // A list of numbers (`12, 34`) is no number.
    if (seen > 2 || (code === comma && isSpace(text.charCodeAt(i + 1)))) return -1;
  }
  return -1;
};

const groupEnd = (text: string, at: number): number => {
  let end = at;
  while (isDigit(text.charCodeAt(end))) end += 1;
  return end;
};

/** The cluster whose first digit stands at `at`; the end of the digits when it has fewer than `least` of them. */
export function readCluster(text: string, at: number, least: number): DigitCluster | number {
  let end = groupEnd(text, at);
  let start = nextGroup(text, end);
  if (start < 0 && end - at < least) return end;
  const starts = [at];
  const ends = [end];
  const offsets = [0];
  let digits = text.slice(at, end);
  for (; start >= 0; start = nextGroup(text, end)) {
    end = groupEnd(text, start);
    starts.push(start);
    ends.push(end);
    offsets.push(digits.length);
    digits += text.slice(start, end);
  }
  return digits.length < least ? end : { digits, starts, ends, offsets, end };
}
