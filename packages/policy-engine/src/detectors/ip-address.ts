// Public IP addresses. Private ranges, loopback, well-known resolvers and version numbers stay.
import { ipv6Groups, isPublicIpv4, isPublicIpv6, looksLikeVersion, octetsOf } from '../checks/ip.ts';
import type { CharDetector } from '../detector.ts';
import { isDigit, isHex, isWordCode, matchAt } from '../scan/char-class.ts';
import { ADDRESS, VERSION } from '../scan/context-words.ts';

const quad = /\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}(?!\d|\.\d|[A-Za-z_])/y;
const colons = /[0-9a-fA-F:]{2,45}/y;

/** Back over at most `most` characters of the class; the index of the first of them. */
const back = (text: string, at: number, most: number, accepts: (code: number) => boolean): number => {
  let start = at;
  while (start > 0 && at - start < most && accepts(text.charCodeAt(start - 1))) start -= 1;
  return start;
};

/** `v1.2.3.4`, `version 10.2.3.44` and section 20.8.2.2 are no addresses unless one is announced. */
const isVersion = (octets: readonly number[], bits: number): boolean =>
  (bits & ADDRESS) === 0 && ((bits & VERSION) !== 0 || looksLikeVersion(octets));

export const ipv4: CharDetector = {
  on: 'char',
  chars: '.',
  find(scan, at) {
    const { text } = scan;
    if (!isDigit(text.charCodeAt(at - 1)) || !isDigit(text.charCodeAt(at + 1))) return;
    const start = back(text, at, 3, isDigit);
    const before = text.charCodeAt(start - 1);
    if (isWordCode(before) || before === 46 || before === 45) return;
    const found = matchAt(quad, text, start);
    const octets = found ? octetsOf(found[0]) : undefined;
    if (!found || !octets || !isPublicIpv4(octets) || isVersion(octets, scan.context(start))) return;
    scan.emit('IP_ADDRESS', start, start + found[0].length);
  },
};

export const ipv6: CharDetector = {
  on: 'char',
  chars: ':',
  find(scan, at) {
    const { text } = scan;
    const next = text.charCodeAt(at + 1);
    if (!isHex(next) && next !== 58) return;
    const start = back(text, at, 4, isHex);
    const before = text.charCodeAt(start - 1);
    if (start === at || isWordCode(before) || before === 58 || before === 46 || before === 45) return;
    const run = (matchAt(colons, text, start)?.[0] ?? '').replace(/:$/, '');
    if (isWordCode(text.charCodeAt(start + run.length))) return;
    const groups = ipv6Groups(run);
    if (groups && isPublicIpv6(groups, run.includes('::')))
      scan.emit('IP_ADDRESS', start, start + run.length);
  },
};
