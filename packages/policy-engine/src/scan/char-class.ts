// Classes of ASCII characters, as a table that the scan reads once per character.

export const DIGIT = 1;
const UPPER = 2;
const LOWER = 4;
export const WORD = DIGIT | UPPER | LOWER;

const classOf = (code: number): number => {
  if (code >= 48 && code <= 57) return DIGIT;
  if (code >= 65 && code <= 90) return UPPER;
  return code >= 97 && code <= 122 ? LOWER : 0;
};

const table = Uint8Array.from({ length: 128 }, (_, code) => classOf(code));

/** DIGIT, UPPER, LOWER or 0; everything beyond ASCII is 0. */
export const charClass = (code: number): number => (code < 128 ? (table[code] ?? 0) : 0);

export const isDigit = (code: number): boolean => code >= 48 && code <= 57;

export const isWordCode = (code: number): boolean => code < 128 && (table[code] ?? 0) !== 0;

/** Space, tab, line feed, carriage return. */
export const isSpace = (code: number): boolean => code === 32 || code === 9 || code === 10 || code === 13;

/** Runs a sticky pattern at `at`; the end of the match, or -1. */
export function matchEnd(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : -1;
}

/** Runs a sticky pattern at `at` and gives its groups. */
export function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
