// Which numbers can be payment cards: issuer prefixes and the lengths each issuer uses.

interface Range {
  readonly low: number;
  readonly high: number;
  readonly lengths: readonly number[];
}

const range = (low: number, high: number, ...lengths: number[]): Range => ({ low, high, lengths });

/** First four digits, from and to. */
const issuers: readonly Range[] = [
  range(4000, 4999, 13, 16, 19), // Visa
  range(5100, 5599, 16), // Mastercard
  range(2221, 2720, 16),
  range(3400, 3499, 15), // American Express
  range(3700, 3799, 15),
  range(3000, 3059, 14, 16, 19), // Diners Club
  range(3095, 3095, 14, 16),
  range(3600, 3699, 14, 16, 19),
  range(3800, 3999, 14, 16, 19),
  range(3528, 3589, 16, 17, 18, 19), // JCB
  range(3088, 3094, 15, 16),
  range(3096, 3102, 15, 16),
  range(3112, 3120, 15, 16),
  range(3158, 3159, 15, 16),
  range(3337, 3349, 15, 16),
  range(3590, 3599, 16),
  range(1800, 1800, 15),
  range(2131, 2131, 15),
  range(6011, 6011, 16, 17, 18, 19), // Discover
  range(6221, 6229, 16, 17, 18, 19),
  range(6400, 6599, 16, 17, 18, 19),
  range(6200, 6299, 16, 17, 18, 19), // UnionPay
  range(8100, 8199, 16, 17, 18, 19),
  range(2200, 2204, 16, 17, 18, 19), // Mir
  range(2205, 2205, 16),
  range(5000, 5099, 12, 13, 14, 15, 16, 17, 18, 19), // Maestro and Verve
  range(5600, 5899, 12, 13, 14, 15, 16, 17, 18, 19),
  range(6000, 6099, 16), // RuPay
  range(6300, 6399, 12, 13, 14, 15, 16, 17, 18, 19),
  range(6700, 6799, 12, 13, 14, 15, 16, 17, 18, 19),
  range(8200, 8299, 16),
  range(9792, 9792, 16), // Troy
  range(1000, 1999, 15), // UATP
];

const lengthBits = (prefix: number): number =>
  issuers
    .filter(({ low, high }) => prefix >= low && prefix <= high)
    .reduce((bits, { lengths }) => lengths.reduce((sum, length) => sum | (1 << length), bits), 0);

/** By the first four digits, one bit a length. */
const table = Uint32Array.from({ length: 10_000 }, (_, prefix) => lengthBits(prefix));

/** True when an issuer uses this prefix with this many digits. */
export function cardIssuerFits(digits: string): boolean {
  return ((table[Number(digits.slice(0, 4))] ?? 0) & (1 << digits.length)) !== 0;
}

/** Prefixes too common in other numbers to be believed without a key word: 12 to 15 digits of debit cards and UATP. */
export function cardIssuerIsDistinct(digits: string): boolean {
  if (digits.length >= 16 || digits.startsWith('4')) return true;
  const pair = Number(digits.slice(0, 2));
  if (digits.length === 14) return pair === 30 || pair === 36 || pair === 38 || pair === 39;
  return digits.length === 15 && (pair === 34 || pair === 37);
}
