// Phone numbers: international with +, Indonesian, North American, national ones with a trunk 0, and after key words.
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { isIndonesianMobile } from '../checks/indonesian-mobile.ts';
import type { NumberDetector, NumberWindow, Scan } from '../detector.ts';
import { PHONE, REACH } from '../scan/context-words.ts';

/** Beyond this many in one text, numbers after a + are masked without asking the number plan: bounded work. */
const mostLookups = 200;
const northAmerican = /^1?[2-9]\d\d[2-9]\d{6}$/;
const nationalShapes = /^0\d*$/;
const trunkShapes = /^(?:[2-5]-[2-4]-[2-4]|2-[2-4]-[2-4]-[2-4]|3-7|4-[67]|5-[56])$/;

const plus = (text: string, start: number): boolean => text[start - 1] === '+';

/** Where the number begins when its `+` and bracket are counted in. */
const wholeStart = (text: string, start: number): number => {
  let from = plus(text, start) ? start - 1 : start;
  if (text[from - 1] === '(') from -= 1;
  return from;
};

const inPlan = (digits: string): boolean => {
  if (isIndonesianMobile(digits)) return true;
  return parsePhoneNumberFromString(`+${digits}`)?.isValid() ?? false;
};

/** `+` or 00 and a number of some country. */
const isInternational = (scan: Scan, { digits, start }: NumberWindow, lookups: () => boolean): boolean => {
  if (plus(scan.text, start)) return digits.length >= 8 && (!lookups() || inPlan(digits));
  return /^00[1-9]/.test(digits) && digits.length >= 11 && isIndonesianMobile(digits.slice(2));
};

const isNorthAmerican = ({ digits, shape, separator }: NumberWindow, text: string, start: number): boolean =>
  /^(?:1-)?3-3-4$/.test(shape) &&
  northAmerican.test(digits) &&
  (text[start - 1] === '(' || separator === '*' || separator.trim() !== '');

const isBracketed = ({ digits, shape }: NumberWindow, text: string, start: number): boolean =>
  text[start - 1] === '(' &&
  /^0[1-9]/.test(digits) &&
  /^[2-5]-/.test(shape) &&
  digits.length >= 8 &&
  text.includes(')', start);

const isTrunk = ({ digits, shape, separator }: NumberWindow): boolean =>
  nationalShapes.test(digits) &&
  /^0[1-9]/.test(digits) &&
  separator === '-' &&
  trunkShapes.test(shape) &&
  digits.length >= 9;

const isPhilippine = ({ digits, shape }: NumberWindow): boolean => shape === '11' && /^09[0-9]/.test(digits);

const isDateOrTime = ({ shape, separator }: NumberWindow): boolean =>
  /^(?:4-2-2|2-2-4)(?:-2)*$/.test(shape) || separator.includes(':') || separator.includes(',');

const isNamed = (window: NumberWindow): boolean => {
  const { digits, shape, context } = window;
  if (isDateOrTime(window) || digits.length < 7) return false;
  if ((context & PHONE) !== 0) return true;
  return (context & REACH) !== 0 && (shape.includes('-') || (/^0[1-9]/.test(digits) && digits.length >= 9));
};

const isPhone = (scan: Scan, window: NumberWindow, lookups: () => boolean): boolean => {
  const { text } = scan;
  const { digits, start, touch, separator } = window;
  if (touch !== '') return false;
  if (isNamed(window) || isInternational(scan, window, lookups)) return true;
  if (isIndonesianMobile(digits)) return !separator.includes(',');
  return (
    isNorthAmerican(window, text, start) ||
    isBracketed(window, text, start) ||
    isTrunk(window) ||
    isPhilippine(window)
  );
};

export const phone: NumberDetector = {
  on: 'number',
  lengths: [7, 8, 9, 10, 11, 12, 13, 14, 15],
  find(scan, window) {
    const lookups = (): boolean => scan.spend('phone', mostLookups);
    if (!isPhone(scan, window, lookups)) return false;
    scan.emit('PHONE', wholeStart(scan.text, window.start), window.end);
    return true;
  },
};
