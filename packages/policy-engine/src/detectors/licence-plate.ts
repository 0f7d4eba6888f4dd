// Indonesian licence plates behind a key word: region letters, up to four digits, up to three letters.
import type { PrefixDetector } from '../detector.ts';
import { matchAt } from '../scan/char-class.ts';

const plate =
  /(?:nopol|polisi|plat|plate)(?:[ _-]{0,2}(?:nomor|no|number|kendaraan|mobil|motor)\b)?[\s.:=#"'()-]{1,6}([A-Z]{1,2}[ -]?\d{1,4}[ -]?[A-Z]{1,3})(?![A-Za-z0-9])/iy;

export const licencePlate: PrefixDetector = {
  on: 'prefix',
  anyCase: true,
  prefixes: ['nopol', 'polisi', 'plat'],
  find(scan, start) {
    const found = matchAt(plate, scan.text, start);
    const [all = '', value = ''] = found ?? [];
    if (!found || value !== value.toUpperCase()) return;
    scan.emit('PLATE', start + all.length - value.length, start + all.length);
  },
};
