// The check digit of ISO/IEC 7812-1 Annex B, used by payment cards and by the old NPWP.

/** True when the digits, check digit last, have a Luhn sum divisible by ten. */
export function luhnHolds(digits: string): boolean {
  let sum = 0;
  let doubled = false;
  for (let i = digits.length - 1; i >= 0; i -= 1) {
    const digit = digits.charCodeAt(i) - 48;
    const value = doubled ? digit * 2 : digit;
    sum += value > 9 ? value - 9 : value;
    doubled = !doubled;
  }
  return sum % 10 === 0;
}
