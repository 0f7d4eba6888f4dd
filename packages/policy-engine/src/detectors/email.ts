// E-mail addresses: anchored on the @, looking back for the local part and ahead for a domain with a letter TLD.
import type { CharDetector } from '../detector.ts';
import { matchAt } from '../scan/char-class.ts';

const longestLocal = 64;
const localCode = /[A-Za-z0-9._%+'-]/;
const beyond = /[\u0080-\uffff]/;
const domain =
  /(?:[A-Za-z0-9\u00a1-\uffff](?:[A-Za-z0-9\u00a1-\uffff_-]{0,62}))(?:\.[A-Za-z0-9\u00a1-\uffff_-]{1,63}){1,8}/y;
/** What follows the last dot in file names, units and archives, but in no address. */
const noDomains = new Set(
  'png jpg jpeg gif svg webp ico pdf js mjs cjs jsx ts tsx css scss less map json html htm xml yml yaml toml md txt tgz gz zip tar jar war whl so dll exe service socket timer target mount slice scope class java kt swift vue log csv sql lock git'.split(
    ' ',
  ),
);

/** A domain that a line break cut, believed only after a word for e-mail. */
const wrapped = /[A-Za-z0-9-]{1,40}\n[ \t]{0,16}[A-Za-z0-9.-]{2,60}/y;
const announced = /(?:e-?mail|surel)\W{1,4}$/i;

/** Mailboxes of machines. */
const machines = /^(?:no-?reply|do-?not-?reply|git)$/i;

const localStart = (text: string, at: number): number => {
  const from = Math.max(0, at - longestLocal);
  let start = at;
  while (start > from && localCode.test(text.charAt(start - 1))) start -= 1;
  while (start < at && /[.'%-]/.test(text.charAt(start))) start += 1;
  if (start < at) return start;
  while (start > from && beyond.test(text.charAt(start - 1))) start -= 1;
  return start;
};

/** Drops a last label that cannot be a TLD, a digit or a hyphen at the end of a sentence for instance. */
const trimDomain = (found: string): string => {
  const labels = found.replace(/[._-]+$/, '').split('.');
  while (labels.length > 1 && !/^(?:xn--[a-z0-9-]+|[a-z]{2,24}|[\u00a1-\uffff]+)$/i.test(labels.at(-1) ?? ''))
    labels.pop();
  return labels.length > 1 ? labels.join('.') : '';
};

const isAddress = (local: string, host: string): boolean => {
  const last = host.slice(host.lastIndexOf('.') + 1).toLowerCase();
  if (machines.test(local)) return false;
  return !noDomains.has(last);
};

/** The domain after the sign, `''` when there is none. */
const hostAt = (text: string, start: number, after: number): string => {
  const found = matchAt(domain, text, after);
  if (found) return trimDomain(found[0]);
  if (!announced.test(text.slice(Math.max(0, start - 12), start))) return '';
  const cut = matchAt(wrapped, text, after)?.[0] ?? '';
  return trimDomain(cut.replace(/\s/g, '')) === '' ? '' : cut.replace(/[.-]+$/, '');
};

export const email: CharDetector = {
  on: 'char',
  chars: '@',
  find(scan, at) {
    const start = localStart(scan.text, at);
    // The @ of `user:password@host` was read by the URL detector.
    if (start === at || at === scan.memo('userinfo')) return;
    const host = hostAt(scan.text, start, at + 1);
    if (host !== '' && isAddress(scan.text.slice(start, at), host))
      scan.emit('EMAIL', start, at + 1 + host.length);
  },
};
