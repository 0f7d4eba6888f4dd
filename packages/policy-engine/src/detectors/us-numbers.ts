// US social security, individual taxpayer and bank routing numbers: nine digits each.
import { routingHolds } from '../checks/weighted.ts';
import type { NumberDetector, NumberWindow } from '../detector.ts';
import { ROUTING, SSN } from '../scan/context-words.ts';

/** Area, group and serial are never all zero; 666 and 9xx are no areas. */
const socialSecurity = /^(?!000|666|9)\d{3}(?!00)\d{2}(?!0000)\d{4}$/;
/** 9xx with the groups the tax office hands out. */
const taxpayer = /^9\d{2}(?:5\d|6[0-5]|7\d|8[0-8]|9[0-24-9])\d{4}$/;

/** Eleven characters: one separator between the groups, no column of a table. */
const isFormatted = (window: NumberWindow): boolean =>
  window.end - window.start === 11 && window.shape() === '3-2-4' && /^[-. ]$/.test(window.separator());

const isNamed = (window: NumberWindow): boolean => (window.context & SSN) !== 0 && window.touch() === '';

export const usSsn: NumberDetector = {
  on: 'number',
  lengths: [9],
  find(scan, window) {
    if (!isNamed(window) && !(socialSecurity.test(window.digits) && isFormatted(window))) return false;
    scan.emit(taxpayer.test(window.digits) ? 'US_ITIN' : 'US_SSN', window.start, window.end);
    return true;
  },
};

export const usItin: NumberDetector = {
  on: 'number',
  lengths: [9],
  find(scan, window) {
    if (!taxpayer.test(window.digits) || !isFormatted(window)) return false;
    scan.emit('US_ITIN', window.start, window.end);
    return true;
  },
};

export const usRouting: NumberDetector = {
  on: 'number',
  lengths: [9],
  keyed: true,
  find(scan, window) {
    if ((window.context & ROUTING) === 0 || window.touch() !== '' || !routingHolds(window.digits))
      return false;
    scan.emit('US_ROUTING', window.start, window.end);
    return true;
  },
};
