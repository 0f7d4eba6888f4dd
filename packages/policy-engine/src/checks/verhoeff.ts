// The Verhoeff check digit, over the dihedral group of order ten; Aadhaar numbers end with one.

/** Product in the group: 0-4 are rotations, 5-9 reflections. */
const product = (a: number, b: number): number => {
  if (a < 5) return b < 5 ? (a + b) % 5 : 5 + ((a + b) % 5);
  return b < 5 ? 5 + ((a - b) % 5) : (a - b + 5) % 5;
};

const shuffle = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];

/** The digit after `times` applications of the permutation. */
const permuted = (digit: number, times: number): number => {
  let value = digit;
  for (let i = 0; i < times % 8; i += 1) value = shuffle[value] ?? 0;
  return value;
};

/** True when the digits, check digit last, multiply to the identity. */
export function verhoeffHolds(digits: string): boolean {
  let check = 0;
  for (let i = 0; i < digits.length; i += 1) {
    check = product(check, permuted(digits.charCodeAt(digits.length - 1 - i) - 48, i));
  }
  return check === 0;
}
