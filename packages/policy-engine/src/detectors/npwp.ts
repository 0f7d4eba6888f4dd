// NPWP, the Indonesian tax number: 15 digits, or 16 (the NIK of a person, or 0 and the old number).
import { npwpCheckHolds, npwpOfficeIsPlausible } from '../checks/npwp.ts';
import type { NumberDetector, NumberWindow } from '../detector.ts';
import { NPWP } from '../scan/context-words.ts';

/** `01.234.567.8-901.000` needs no check: a mistyped number is still somebody's number. */
const isFormatted = ({ shape, separator, digits }: NumberWindow): boolean =>
  shape === '2-3-3-1-3-3' && (separator.trim() !== '' || npwpCheckHolds(digits));

const isBare = ({ shape, touch, digits }: NumberWindow): boolean =>
  touch === '' &&
  (shape === '15' || shape === '9-3-3' || shape === '9-6' || shape === '12-3') &&
  npwpCheckHolds(digits) &&
  npwpOfficeIsPlausible(digits);

const isNew = ({ shape, touch, digits }: NumberWindow): boolean =>
  touch === '' &&
  (shape === '16' || shape === '4-4-4-4') &&
  digits.startsWith('0') &&
  npwpCheckHolds(digits.slice(1)) &&
  npwpOfficeIsPlausible(digits.slice(1));

export const npwp: NumberDetector = {
  on: 'number',
  lengths: [15, 16],
  find(scan, window) {
    const named = (window.context & NPWP) !== 0 && window.touch !== 'letter';
    const holds = window.digits.length === 15 ? isFormatted(window) || isBare(window) : isNew(window);
    if (!named && !holds) return false;
    scan.emit('NPWP', window.start, window.end);
    return true;
  },
};
