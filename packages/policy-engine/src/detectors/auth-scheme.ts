// Credentials after the name of an HTTP authentication scheme: Bearer, Basic, Token.
import { isPlaceholder } from '../checks/placeholder.ts';
import type { PrefixDetector } from '../detector.ts';
import { matchAt } from '../scan/char-class.ts';
import { isWordy } from '../secrets/value.ts';

const credentials = /(bearer|basic|token|negotiate)[ \t]{1,4}["']?([A-Za-z0-9._~+/=-]{6,4096})/iy;

/** base64 of `user:password`. */
const isBasic = (value: string): boolean =>
  /^[\x20-\x7e]*:[\x20-\x7e]*$/.test(Buffer.from(value, 'base64').toString('latin1'));

const isCredential = (scheme: string, value: string): boolean => {
  if (isPlaceholder(value) || /^(.)\1+$/.test(value)) return false;
  if (scheme === 'basic') return isBasic(value);
  if (scheme === 'bearer') return /\d/.test(value) ? !isWordy(value) : value.length >= 20 && !isWordy(value);
  return value.length >= 20 && /\d/.test(value) && !isWordy(value);
};

export const authScheme: PrefixDetector = {
  on: 'prefix',
  anyCase: true,
  prefixes: ['bearer ', 'basic ', 'token ', 'negotiate '],
  find(scan, start) {
    if (start < scan.memo('scheme')) return;
    const found = matchAt(credentials, scan.text, start);
    const [all = '', scheme = '', value = ''] = found ?? [];
    if (!found || !isCredential(scheme.toLowerCase(), value)) return;
    const end = start + all.replace(/\.+$/, '').length;
    scan.note('scheme', end);
    scan.emit('AUTHORIZATION', start + all.length - value.length, end);
  },
};
