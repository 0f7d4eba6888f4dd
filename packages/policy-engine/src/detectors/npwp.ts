// NPWP, the Indonesian tax number: 15 digits, or 16 (the NIK of a person, or 0 and the old number).
import { npwpCheckHolds, npwpOfficeIsPlausible } from '../checks/npwp.ts';
import type { NumberDetector, NumberWindow } from '../detector.ts';
import { NPWP } from '../scan/context-words.ts';

const oldShapes = new Set(['15', '9-3-3', '9-6', '12-3']);
const newShapes = new Set(['16', '4-4-4-4']);

/** `01.234.567.8-901.000` needs no check: a mistyped number is still somebody's number. */
const isFormatted = (window: NumberWindow): boolean =>
  window.shape() === '2-3-3-1-3-3' && (window.separator().trim() !== '' || npwpCheckHolds(window.digits));

const isOld = (window: NumberWindow): boolean =>
  npwpCheckHolds(window.digits) &&
  npwpOfficeIsPlausible(window.digits) &&
  oldShapes.has(window.shape()) &&
  window.touch() === '';

const isNew = (window: NumberWindow): boolean =>
  window.digits.startsWith('0') &&
  npwpCheckHolds(window.digits.slice(1)) &&
  npwpOfficeIsPlausible(window.digits.slice(1)) &&
  newShapes.has(window.shape()) &&
  window.touch() === '';

export const npwp: NumberDetector = {
  on: 'number',
  lengths: [15, 16],
  find(scan, window) {
    const named = (window.context & NPWP) !== 0 && window.touch() !== 'letter';
    const holds = window.digits.length === 15 ? isFormatted(window) || isOld(window) : isNew(window);
    if (!named && !holds) return false;
    scan.emit('NPWP', window.start, window.end);
    return true;
  },
};
