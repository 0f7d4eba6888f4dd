// Collects groups of digits that only separators part: `3201 2026-1285.0006`, `(021) 555-6365`, one digit a time.
import { isDigit, isSpace } from './char-class.ts';

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
/** - . / , : ( ) \ _ */
const marks = new Set([45, 46, 47, 44, 58, 40, 41, 92]);

/** Where the group after the gap at `at` begins, or -1 when no digit follows separators of a plausible kind. */
const nextGroup = (text: string, at: number): number => {
  let seen = 0;
  for (let i = at; i < text.length && i - at <= longestGap; i += 1) {
    const code = text.charCodeAt(i);
    if (isDigit(code)) return i;
    if (isSpace(code)) continue;
    if (!marks.has(code)) return -1;
    seen += code === 92 ? 0 : 1;
    if (seen > 2) return -1;
    // A list of numbers (`12, 34`) is no number.
    if (code === 44 && isSpace(text.charCodeAt(i + 1))) return -1;
  }
  return -1;
};

const groupEnd = (text: string, at: number): number => {
  let end = at;
  while (end < text.length && isDigit(text.charCodeAt(end))) end += 1;
  return end;
};

/** The cluster whose first digit stands at `at`. */
export function readCluster(text: string, at: number): DigitCluster {
  const starts: number[] = [];
  const ends: number[] = [];
  const offsets: number[] = [];
  const pieces: string[] = [];
  let count = 0;
  let end = at;
  for (let start = at; start >= 0; start = nextGroup(text, end)) {
    end = groupEnd(text, start);
    starts.push(start);
    ends.push(end);
    offsets.push(count);
    pieces.push(text.slice(start, end));
    count += end - start;
  }
  return { digits: pieces.join(''), starts, ends, offsets, end };
}
