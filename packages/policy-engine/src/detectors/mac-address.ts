// MAC addresses: six pairs with colons or hyphens, or three dotted groups as network devices print them.
import type { CharDetector } from '../detector.ts';
import { isHex, isWordCode, matchAt } from '../scan/char-class.ts';

const pairs = /[0-9A-Fa-f]{2}([:-])(?:[0-9A-Fa-f]{2}\1){4}[0-9A-Fa-f]{2}(?![0-9A-Za-z]|[:-][0-9A-Fa-f])/y;
const dotted = /[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}(?![0-9A-Za-z]|\.\d)/y;
/** Broadcast and unset belong to nobody. */
const nobody = /^(?:(?:ff|00)[:-]?){6}$/i;

const detectorOf = (
  chars: string,
  back: number,
  pattern: RegExp,
  holds: (found: string) => boolean,
): CharDetector => ({
  on: 'char',
  chars,
  find(scan, at) {
    const { text } = scan;
    const start = at - back;
    // The second separator stands as far from the first as the first from the start.
    if (
      start < 0 ||
      text.charCodeAt(at + back + 1) !== text.charCodeAt(at) ||
      !isHex(text.charCodeAt(at - 1))
    )
      return;
    const before = text.charCodeAt(start - 1);
    if (isWordCode(before) || before === 58 || before === 45 || before === 46) return;
    const found = matchAt(pattern, text, start)?.[0];
    if (found !== undefined && holds(found)) scan.emit('MAC_ADDRESS', start, start + found.length);
  },
});

export const macAddress = detectorOf(':-', 2, pairs, (found) => !nobody.test(found));
/** `1234.5678.9012` is a number; at least one letter makes it an address. */
export const dottedMacAddress = detectorOf('.', 4, dotted, (found) => /[a-f]/i.test(found));
