// The structure of a NIK (Indonesian identity number): PPKKCC DDMMYY SSSS. There is no check digit.
import { isShortDate } from './calendar.ts';

const between = (value: number, low: number, high: number): boolean => value >= low && value <= high;

/** The 38 province codes; 94 stands in old cards of Papua and its successors. */
const isProvince = (code: number): boolean =>
  between(code, 11, 19) ||
  code === 21 ||
  between(code, 31, 36) ||
  between(code, 51, 53) ||
  between(code, 61, 65) ||
  between(code, 71, 76) ||
  between(code, 81, 82) ||
  between(code, 91, 97);

/** Regencies count from 01, cities from 71. The district is never looked up: numbers keep the first registration. */
const isRegion = (digits: string): boolean => {
  const regency = Number(digits.slice(2, 4));
  const district = Number(digits.slice(4, 6));
  return (between(regency, 1, 29) || between(regency, 71, 79)) && between(district, 1, 51);
};

/** True when 16 digits have the structure of a NIK; 40 is added to the day of birth of women. */
export function nikHolds(digits: string): boolean {
  if (!isProvince(Number(digits.slice(0, 2))) || !isRegion(digits)) return false;
  const day = Number(digits.slice(6, 8));
  const month = Number(digits.slice(8, 10));
  const year = Number(digits.slice(10, 12));
  return isShortDate(year, month, day > 40 ? day - 40 : day) && digits.slice(12) !== '0000';
}
