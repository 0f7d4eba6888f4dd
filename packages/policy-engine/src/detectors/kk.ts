// KK, the number of an Indonesian family card: 16 digits that look like a NIK, told apart by the key word.
import type { NumberDetector } from '../detector.ts';
import { KK, NIK } from '../scan/context-words.ts';

export const kk: NumberDetector = {
  on: 'number',
  lengths: [16],
  keyed: true,
  find(scan, { start, end, context, touch }) {
    if ((context & KK) === 0 || (context & NIK) !== 0 || touch() === 'letter') return false;
    scan.emit('KK', start, end);
    return true;
  },
};
