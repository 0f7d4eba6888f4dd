// Phone numbers: international with +, Indonesian, North American, national ones with a trunk 0, and after key words.
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { isIndonesianMobile } from '../checks/indonesian-mobile.ts';
import type { NumberDetector, NumberWindow, Scan } from '../detector.ts';
import { PHONE, REACH } from '../scan/context-words.ts';

/** Beyond this many in one text, numbers after a + are masked without asking the number plan: bounded work. */
const mostLookups = 200;
const northAmerican = /^1?[2-9]\d\d[2-9]\d{6}$/;
const trunkShapes = /^(?:[2-5]-[34]-[2-4]|2-[2-4]-[2-4]-[2-4]|3-7|4-[67]|5-[56])$/;

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
  return digits.length >= 11 && digits.startsWith('006') && isIndonesianMobile(digits.slice(2));
};

const isNorthAmerican = ({ digits, shape, separator, start }: NumberWindow, text: string): boolean =>
  northAmerican.test(digits) &&
  /^(?:1-)?3-3-4$/.test(shape()) &&
  (text[start - 1] === '(' || separator().trim() !== '');

/** `(021) 555-6365`: an area code in brackets. */
const isBracketed = ({ digits, shape, start }: NumberWindow, text: string): boolean =>
  text[start - 1] === '(' && /^0[1-9]/.test(digits) && digits.length >= 8 && /^[2-5]-/.test(shape());

/** `090-1234-5678`: a trunk 0 and hyphens. */
const isTrunk = ({ digits, shape, separator }: NumberWindow): boolean =>
  digits.length >= 9 && /^0[1-9]/.test(digits) && separator() === '-' && trunkShapes.test(shape());

const isPhilippine = ({ digits, shape }: NumberWindow): boolean =>
  /^09\d{9}$/.test(digits) && shape() === '11';

const isDateOrTime = (window: NumberWindow): boolean =>
  (/^4-2-2/.test(window.shape()) && /^(?:19|20)/.test(window.digits)) ||
  /^[12]-[12]-4(?:-2)*$/.test(window.shape()) ||
  /^(?:1[89]|20)\d\d(?:1[89]|20)\d\d$/.test(window.digits);

/** Clock times, lists, ranges and two numbers around a slash are no one number. */
const isJoined = (window: NumberWindow): boolean => {
  const gaps = window.gaps();
  if (gaps === '') return true;
  return !/[:,_|]| - /.test(gaps) && !(gaps.includes('/') && window.separator() === '*');
};

const isNamed = (window: NumberWindow): boolean => {
  const { digits, context } = window;
  // Whatever parts it, a number of an Indonesian operator after the key word is one.
  if ((context & PHONE) !== 0 && isIndonesianMobile(digits)) return true;
  if ((context & (PHONE | REACH)) === 0 || isDateOrTime(window) || !isJoined(window)) return false;
  if ((context & PHONE) !== 0) return true;
  return window.shape().includes('-') || (/^0[1-9]/.test(digits) && digits.length >= 9);
};

/** A letter within three characters, the cheap part of the question. */
const isBeforeWord = (text: string, end: number): boolean => {
  for (let i = end; i < end + 4; i += 1) if ((text.charCodeAt(i) | 32) >= 97) return true;
  return false;
};

/** A word after the number says the same: `781 1704 office`. */
const isNamedAfter = (window: NumberWindow, text: string): boolean =>
  isBeforeWord(text, window.end) &&
  /^\s?[-(]?\s?(?:office|fax|mobile|phone|tel|cell|home|whatsapp|hp)\b/i.test(
    text.slice(window.end, window.end + 12),
  ) &&
  window.shape().includes('-') &&
  !isDateOrTime(window) &&
  isJoined(window) &&
  !window.gaps().includes('\n');

/** Numbers that begin with 0 are national, those that begin with 62 Indonesian, others may be North American. */
const isWritten = (window: NumberWindow, text: string): boolean => {
  const { digits } = window;
  const first = digits.charCodeAt(0);
  if ((first === 48 || first === 54) && isIndonesianMobile(digits)) {
    return isJoined(window) && !window.gaps().includes('\n');
  }
  if (first === 48) return isBracketed(window, text) || isTrunk(window) || isPhilippine(window);
  return (digits.length === 10 || digits.length === 11) && isNorthAmerican(window, text);
};

const isPhone = (scan: Scan, window: NumberWindow, lookups: () => boolean): boolean =>
  isNamed(window) ||
  isInternational(scan, window, lookups) ||
  isWritten(window, scan.text) ||
  isNamedAfter(window, scan.text);

/** `x123` after the digits is an extension; other letters make them part of a name. */
const isAlone = (window: NumberWindow, text: string): boolean =>
  window.touch() === '' ||
  (window.touch() === 'letter' && /^x\d{1,6}\b/.test(text.slice(window.end, window.end + 8)));

export const phone: NumberDetector = {
  on: 'number',
  lengths: [7, 8, 9, 10, 11, 12, 13, 14, 15],
  find(scan, window) {
    const lookups = (): boolean => scan.spend('phone', mostLookups);
    if (!isPhone(scan, window, lookups) || !isAlone(window, scan.text)) return false;
    scan.emit('PHONE', wholeStart(scan.text, window.start), window.end);
    return true;
  },
};
