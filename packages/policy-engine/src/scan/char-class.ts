// Classes of ASCII characters, as a table that the scan reads once per character.

export const DIGIT = 1;
const UPPER = 2;
const LOWER = 4;
const WORD = DIGIT | UPPER | LOWER;
/** Parts the groups of a number: - . / , : ( ) \ _ | and white space. */
const GAP = 8;
const SPACE = 16;
/** Stands in names: letters, digits, _ . $ - */
const NAME = 32;
/** Stands in base64 beside letters and digits: + / _ - */
const CODED = 64;
const HEX = 128;

const kindOf = (code: number): number => {
  if (code >= 48 && code <= 57) return DIGIT;
  if (code >= 65 && code <= 90) return UPPER;
  return code >= 97 && code <= 122 ? LOWER : 0;
};

const isHexadecimal = (char: string): boolean => /[0-9a-fA-F]/.test(char);

const classOf = (code: number): number => {
  const char = String.fromCharCode(code);
  const kind = kindOf(code);
  let bits = kind;
  if ('-./,:()\\_|'.includes(char)) bits |= GAP;
  if (' \t\n\r'.includes(char)) bits |= GAP | SPACE;
  if (kind !== 0 || '_.$-'.includes(char)) bits |= NAME;
  if ('+/_-'.includes(char)) bits |= CODED;
  return isHexadecimal(char) ? bits | HEX : bits;
};

/** One entry a UTF-16 unit, so that no range check stands before the look-up; beyond ASCII all are 0. */
const table = new Uint8Array(65_536);
for (let code = 0; code < 128; code += 1) table[code] = classOf(code);

/** All bits of a character; 0 past the end of a text. */
const bitsOf = (code: number): number => table[code] ?? 0;

/** DIGIT, UPPER, LOWER or 0; everything beyond ASCII is 0. */
export const charClass = (code: number): number => bitsOf(code) & WORD;

export const isDigit = (code: number): boolean => code >= 48 && code <= 57;
export const isWordCode = (code: number): boolean => (bitsOf(code) & WORD) !== 0;
export const isGap = (code: number): boolean => (bitsOf(code) & GAP) !== 0;
/** Space, tab, line feed, carriage return. */
export const isSpace = (code: number): boolean => (bitsOf(code) & SPACE) !== 0;
export const isNameCode = (code: number): boolean => (bitsOf(code) & NAME) !== 0;
/** May stand in base64. */
export const isCoded = (code: number): boolean => (bitsOf(code) & (CODED | WORD)) !== 0;
export const isHex = (code: number): boolean => (bitsOf(code) & HEX) !== 0;

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
