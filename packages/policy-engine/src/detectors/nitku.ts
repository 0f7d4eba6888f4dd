// NITKU, the number of a place of business: a 16-digit NPWP and six more digits.
import { nikHolds } from '../checks/nik.ts';
import { npwpCheckHolds } from '../checks/npwp.ts';
import type { NumberDetector, NumberWindow } from '../detector.ts';
import { NITKU, NPWP } from '../scan/context-words.ts';

const branch = /^0000\d\d$/;

const isBare = ({ digits, shape, touch }: NumberWindow): boolean =>
  branch.test(digits.slice(16)) &&
  (nikHolds(digits.slice(0, 16)) || (digits.startsWith('0') && npwpCheckHolds(digits.slice(1)))) &&
  shape() === '22' &&
  touch() === '';

export const nitku: NumberDetector = {
  on: 'number',
  lengths: [22],
  find(scan, window) {
    const named = (window.context & (NITKU | NPWP)) !== 0 && window.touch() !== 'letter';
    if (!named && !isBare(window)) return false;
    scan.emit('NITKU', window.start, window.end);
    return true;
  },
};
