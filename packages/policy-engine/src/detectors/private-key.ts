// PEM and PGP private keys, whole or cut before the footer, indented, with \n instead of line breaks.
import type { PrefixDetector } from '../detector.ts';
import { matchEnd } from '../scan/char-class.ts';

const header = /BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-{5}/y;
/** Base64, armour headers, indentation, diff signs, escapes and quotes of source code. */
const body = /[A-Za-z0-9+/=\s\\:,.;>"'_-]{0,16384}/y;
const footer = '-----END';
const shortestBody = 16;
const longestKey = 16_384;

/** The end of the key whose header ends at `from`; its footer when one is near, else the last character of a key. */
const keyEnd = (text: string, from: number): number => {
  const stop = matchEnd(body, text, from);
  const slice = text.slice(from, Math.min(stop, from + longestKey));
  const foot = slice.indexOf(footer);
  if (foot < 0) return stop;
  const closing = /^-----END [A-Z0-9 ]{0,60}-{0,5}/.exec(text.slice(from + foot, from + foot + 80));
  return from + foot + (closing?.[0].length ?? footer.length);
};

export const privateKey: PrefixDetector = {
  on: 'prefix',
  prefixes: ['BEGIN '],
  find(scan, start) {
    if (start < 5 || scan.text.slice(start - 5, start) !== '-----') return;
    if (start < scan.memo('private-key')) return;
    const from = matchEnd(header, scan.text, start);
    if (from < 0) return;
    const end = keyEnd(scan.text, from);
    const content = scan.text
      .slice(from, end)
      .replace(/-----END.*$/s, '')
      .trim();
    if (content.length < shortestBody || /^[.\s]*$/.test(content)) return;
    scan.note('private-key', end);
    scan.emit('PRIVATE_KEY', start - 5, end);
  },
};
