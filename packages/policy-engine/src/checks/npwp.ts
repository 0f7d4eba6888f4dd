// The structure of the 15-digit NPWP (Indonesian tax number): TT SSS SSS C KPP BBB.
import { luhnHolds } from './luhn.ts';

/** Digit 9 is the Luhn digit over digits 1-8. The tax office does not publish the rule; real numbers follow it. */
export function npwpCheckHolds(digits: string): boolean {
  return luhnHolds(digits.slice(0, 9));
}

/** A tax office (KPP) code is never 000, and branches of one taxpayer are numbered from 000 upwards. */
export function npwpOfficeIsPlausible(digits: string): boolean {
  return digits.slice(9, 12) !== '000' && Number(digits.slice(12, 15)) <= 50;
}
