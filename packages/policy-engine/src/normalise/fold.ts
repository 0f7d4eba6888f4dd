// Folds one code point to the ASCII that a reader would take it for; detection only, the stored text keeps the original.

const invisible = /[\p{Cf}\p{Me}\p{Mn}\u115f\u1160\u3164\uffa0\u2800]/u;
const space = /[\p{Zs}\p{Zl}\p{Zp}]/u;
const dash = /[\p{Pd}\u2212\u2043\u02d7\u00af]/u;
const middleDot = /[\u00b7\u2022\u2024\u2027\u22c5\u30fb\u0387\u2219\u3002\uff61\u06d4]/u;
const slash = /[\u2044\u2215\u29f8]/u;
const digit = /\p{Nd}/u;
const ascii = /^[\x20-\x7e]+$/;

/** The value of a decimal digit of any script: the digits of a script are ten code points in a row. */
const digitValue = (code: number): number => {
  let zero = code;
  while (code - zero < 1000 && digit.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return (code - zero) % 10;
};

/** `undefined`: stands for itself; `''`: invisible; otherwise the ASCII text it stands for. */
const computeFold = (code: number): string | undefined => {
  const char = String.fromCodePoint(code);
  if (digit.test(char)) return String(digitValue(code));
  if (dash.test(char)) return '-';
  if (middleDot.test(char)) return '.';
  if (slash.test(char)) return '/';
  if (invisible.test(char)) return '';
  if (space.test(char)) return code === 0x2028 || code === 0x2029 ? '\n' : ' ';
  const compatible = char.normalize('NFKC');
  return compatible !== char && ascii.test(compatible) ? compatible : undefined;
};

export type Fold = (code: number) => string | undefined;

/** A fold that remembers what it computed; one per masker. */
export function createFold(): Fold {
  const known = new Map<number, string | undefined>();
  return (code) => {
    const found = known.get(code);
    if (found !== undefined || known.has(code)) return found;
    const folded = computeFold(code);
    known.set(code, folded);
    return folded;
  };
}
