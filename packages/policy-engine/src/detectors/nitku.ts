// NITKU, the number of a place of business: a 16-digit NPWP and six more digits.
import { nikHolds } from '../checks/nik.ts';
import { npwpCheckHolds } from '../checks/npwp.ts';
import type { NumberDetector } from '../detector.ts';
import { NITKU, NPWP } from '../scan/context-words.ts';

const branch = /^0000\d\d$/;

export const nitku: NumberDetector = {
  on: 'number',
  lengths: [22],
  find(scan, { digits, shape, start, end, context, touch }) {
    const named = (context & (NITKU | NPWP)) !== 0 && touch !== 'letter';
    const owner =
      nikHolds(digits.slice(0, 16)) || (digits.startsWith('0') && npwpCheckHolds(digits.slice(1)));
    const holds = shape === '22' && touch === '' && owner && branch.test(digits.slice(16));
    if (!named && !holds) return false;
    scan.emit('NITKU', start, end);
    return true;
  },
};
