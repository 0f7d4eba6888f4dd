// Numbers as both codecs give them.

/** NaN and the infinities have no JSON form: null. Minus zero is zero. */
export function finiteNumber(value: number): number | null {
  if (!Number.isFinite(value)) return null;
  return value === 0 ? 0 : value;
}

/** Decimal text as a number when that is exact, else as normalised text. */
export function exactInteger(text: string): number | string {
  const value = Number(text);
  if (Number.isSafeInteger(value)) return value === 0 ? 0 : value;
  return BigInt(text).toString();
}
