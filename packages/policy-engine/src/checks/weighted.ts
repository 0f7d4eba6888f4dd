// Check digits that are weighted sums: one function, the weights beside the numbers they belong to.

const weigh = (digits: string, weights: readonly number[]): number =>
  weights.reduce((sum, weight, i) => sum + weight * (digits.charCodeAt(i) - 48), 0);

/** US bank routing: 3, 7, 1 repeated, divisible by ten. */
export const routingHolds = (digits: string): boolean =>
  weigh(digits, [3, 7, 1, 3, 7, 1, 3, 7, 1]) % 10 === 0;

/** UK NHS: 10 down to 2, the last digit completes 11. */
export function nhsHolds(digits: string): boolean {
  const check = 11 - (weigh(digits, [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11);
  return (check === 11 ? 0 : check) === Number(digits[9]);
}

/** Australian tax file number, nine digits. */
export const tfnHolds = (digits: string): boolean => weigh(digits, [1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 === 0;

/** Australian business number: the first digit is reduced by one. */
export const abnHolds = (digits: string): boolean =>
  (weigh(digits, [10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19]) - 10) % 89 === 0;

/** Polish PESEL. */
export const peselHolds = (digits: string): boolean =>
  weigh(digits, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]) % 10 === 0;

const nricLetters: Readonly<Record<string, string>> = {
  S: 'JZIHGFEDCBA',
  T: 'JZIHGFEDCBA',
  F: 'XWUTRQPNMLK',
  G: 'XWUTRQPNMLK',
  M: 'XWUTRQPNJLK',
};
/** Numbers of this century and the M series start from another sum. */
const nricOffsets: Readonly<Record<string, number>> = { T: 4, G: 4, M: 3 };

/** Singapore NRIC and FIN: `value` is a letter, seven digits and the check letter. */
export function nricHolds(value: string): boolean {
  const series = value.charAt(0);
  const sum = weigh(value.slice(1, 8), [2, 7, 6, 5, 4, 3, 2]) + (nricOffsets[series] ?? 0);
  return nricLetters[series]?.charAt(sum % 11) === value.charAt(8);
}

/** Spanish NIF and NIE: the letter is the number modulo 23; X, Y, Z stand for 0, 1, 2. */
export function nifHolds(value: string): boolean {
  const number = value.slice(0, -1).replace('X', '0').replace('Y', '1').replace('Z', '2');
  return 'TRWAGMYFPDXBNJZSQVHLCKE'.charAt(Number(number) % 23) === value.slice(-1);
}
