// Builds detectors for tokens that vendors mark with a prefix of their own.
import { isFiller } from '../checks/placeholder.ts';
import type { PrefixDetector } from '../detector.ts';
import { matchAt } from '../scan/char-class.ts';

/** One family of tokens: entity, prefix, and what follows it (a sticky pattern of bounded repeats). */
export type TokenRow = readonly [entity: string, prefix: string, body: string];

const longestBody = 2048;

const detectorOf = ([entity, prefix, body]: TokenRow): PrefixDetector => {
  const pattern = new RegExp(body, 'y');
  return {
    on: 'prefix',
    prefixes: [prefix],
    find(scan, start) {
      // A run of look-alikes is read once: what a hit covered is not searched again.
      if (start < scan.memo(prefix)) return;
      const from = start + prefix.length;
      const found = matchAt(pattern, scan.text, from)?.[0];
      if (found === undefined || found.length > longestBody || isFiller(found)) return;
      const end = from + found.length;
      scan.note(prefix, end);
      scan.emit(entity, start, end);
    },
  };
};

/** A detector a row. */
export function tokenDetectors(rows: readonly TokenRow[]): PrefixDetector[] {
  return rows.map(detectorOf);
}
