// Reads the character escapes that hide a value from a plain search: \u0031, \\u0031, \x31, %31, &#49;.

/** A decoded escape: the text it stands for and the index after it. */
export interface Decoded {
  readonly text: string;
  readonly end: number;
}

const unicode = /\\{1,8}u(?:\{([0-9a-fA-F]{1,6})\}|([0-9a-fA-F]{4}))/y;
const hexByte = /\\{1,8}x([0-9a-fA-F]{2})/y;
const continuation = /\\\r?\n/y;
const percent = /%([0-7][0-9a-fA-F])/y;
const entity = /&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-zA-Z]{2,8}));/y;
const named: Readonly<Record<string, string>> = {
  amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', commat: '@', period: '.', colon: ':', num: '#',
  plus: '+', lowbar: '_', hyphen: '-', dash: '-', sol: '/', equals: '=', shy: '', ensp: ' ', emsp: ' ',
}; // prettier-ignore

const at = (pattern: RegExp, text: string, index: number): RegExpExecArray | null => {
  pattern.lastIndex = index;
  return pattern.exec(text);
};

/** Control characters other than white space stay escaped: `%02x` in a format string is no character. */
const printable = (code: number): boolean => code >= 32 || code === 9 || code === 10 || code === 13;

const fromCode = (code: number, end: number): Decoded | undefined =>
  code <= 0x10ffff && printable(code) ? { text: String.fromCodePoint(code), end } : undefined;

const backslash = (text: string, index: number): Decoded | undefined => {
  const coded = at(unicode, text, index) ?? at(hexByte, text, index);
  if (coded) return fromCode(parseInt(coded[1] ?? coded[2] ?? '', 16), index + coded[0].length);
  const wrapped = at(continuation, text, index);
  return wrapped ? { text: '', end: index + wrapped[0].length } : undefined;
};

const reference = (text: string, index: number): Decoded | undefined => {
  const found = at(entity, text, index);
  if (!found) return undefined;
  const [all, decimal, hex, name = ''] = found;
  if (decimal !== undefined) return fromCode(parseInt(decimal, 10), index + all.length);
  if (hex !== undefined) return fromCode(parseInt(hex, 16), index + all.length);
  const meaning = Object.hasOwn(named, name) ? named[name] : undefined;
  return meaning === undefined ? undefined : { text: meaning, end: index + all.length };
};

/** The escape that begins at `index` with the character `code`, if there is one. */
export function decodeEscape(text: string, index: number, code: number): Decoded | undefined {
  if (code === 92) return backslash(text, index);
  if (code === 38) return reference(text, index);
  const found = at(percent, text, index);
  return found ? fromCode(parseInt(found[1] ?? '', 16), index + 3) : undefined;
}

const shortEscapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/**
 * The letter of a two-character escape (`\n`, `\t`) becomes the white space it means and the backslash stays, so that
 * the copy keeps its length and `C:\Users\nadia` can still be read.
 */
export const shortEscape = (letter: string): string | undefined =>
  Object.hasOwn(shortEscapes, letter) ? shortEscapes[letter] : undefined;
