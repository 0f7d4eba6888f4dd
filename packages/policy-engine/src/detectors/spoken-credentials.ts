// Credentials that neither a name nor an option announces: .pgpass lines, SQL, the tuple of an HTTP library.
import { isPlaceholder, isTemplate } from '../checks/placeholder.ts';
import type { CharDetector, PrefixDetector, Scan } from '../detector.ts';
import { isDigit, matchAt } from '../scan/char-class.ts';

const report = (scan: Scan, pattern: RegExp, at: number): void => {
  const found = matchAt(pattern, scan.text, at);
  const [all = '', value = ''] = found ?? [];
  if (!found || isTemplate(value) || isPlaceholder(value)) return;
  const start = at + all.lastIndexOf(value);
  scan.emit('PASSWORD', start, start + value.length);
};

/** After the host: port, database, user and password, parted by colons. */
const pgpass =
  /:\d{2,5}:[A-Za-z_*][\w*-]{0,62}:[A-Za-z_*][\w.*-]{0,62}:(?=[A-Za-z]*[^A-Za-z\s:])([^\s:]{4,128})(?=\s|$)/y;

export const pgpassLine: CharDetector = {
  on: 'char',
  chars: ':',
  find(scan, at) {
    if (isDigit(scan.text.charCodeAt(at + 1))) report(scan, pgpass, at);
  },
};

const identified =
  /identified[ \t]{1,3}(?:with[ \t]{1,3}\w{1,40}[ \t]{1,3})?by[ \t]{1,3}["']([^"'\n]{3,128})/iy;

/** `IDENTIFIED BY '…'`. */
export const identifiedBy: PrefixDetector = {
  on: 'prefix',
  anyCase: true,
  prefixes: ['identified '],
  find: (scan, start) => report(scan, identified, start),
};

const tuple = /auth[ ]?=[ ]?\([ ]?["'][^"'\n]{1,64}["'][ ]?,[ ]?["']([^"'\n]{3,128})/y;

/** `auth=("user", "…")`. */
export const authTuple: PrefixDetector = {
  on: 'prefix',
  prefixes: ['auth'],
  find: (scan, start) => report(scan, tuple, start),
};
