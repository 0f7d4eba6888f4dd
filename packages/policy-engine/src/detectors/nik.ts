// NIK, the Indonesian identity number. Structure-valid: found even bare. After a key word: found even when impossible.
import { nikHolds } from '../checks/nik.ts';
import type { NumberDetector, NumberWindow } from '../detector.ts';
import { NIK } from '../scan/context-words.ts';

/** How people group it; other groupings need the key word. */
const shapes = new Set(
  (
    '16 4-4-4-4 6-6-4 2-2-2-2-2-2-4 2-4-6-4 6-10 8-8 6-2-2-2-4 2-2-2-6-4 12-4 3-3-3-3-3-1 4-4-8 8-4-4 6-6-2-2 ' +
    '1-1-1-1-1-1-1-1-1-1-1-1-1-1-1-1'
  ).split(' '),
);

/** Numbers below each other are a column and those between commas a list, unless a key word joins them. */
const isLine = (window: NumberWindow): boolean => {
  const separator = window.separator();
  return (
    separator !== '*' &&
    !separator.includes('\n') &&
    (separator !== ',' || (window.alone() && window.shape().startsWith('4-4-4-')))
  );
};

const isShaped = (window: NumberWindow): boolean =>
  nikHolds(window.digits) && shapes.has(window.shape()) && isLine(window) && window.touch() !== 'point';

export const nik: NumberDetector = {
  on: 'number',
  lengths: [16],
  find(scan, window) {
    const named = (window.context & NIK) !== 0 && window.touch() !== 'letter';
    if (!named && !isShaped(window)) return false;
    scan.emit('NIK', window.start, window.end);
    return true;
  },
};
