// user:password before the host of a URL, a connection string or a data source name.
import { isTemplate } from '../checks/placeholder.ts';
import type { CharDetector } from '../detector.ts';
import { isNameCode, matchAt } from '../scan/char-class.ts';

/** The authority may hold an unescaped @ in its password; the last one before the path counts. */
const authority = /[^\s"'`<>\\/?#]{1,512}/y;
const network = /@(?:tcp|unix|udp)?$/;
const dsn = /:([^\s"'`<>\\:]{1,128})@(?:tcp|unix|udp)?$/;
const thin = /jdbc:oracle:[a-z0-9]{2,6}:([^\s"'`/@]{1,64}\/[^\s"'`@]{1,128})@/iy;

const hasSecret = (user: string, colon: number): boolean => {
  const password = colon < 0 ? '' : user.slice(colon + 1);
  if (password !== '') return !isTemplate(password);
  // A token in the place of the user name, as in https://TOKEN@host.
  return /^(?=.*\d)[A-Za-z0-9_.~-]{16,}$/.test(user);
};

export const urlCredentials: CharDetector = {
  on: 'char',
  chars: ':',
  find(scan, at) {
    const { text } = scan;
    if (text.charCodeAt(at + 1) !== 47 || text.charCodeAt(at + 2) !== 47) return;
    const found = matchAt(authority, text, at + 3)?.[0] ?? '';
    const sign = found.lastIndexOf('@');
    if (sign <= 0) return;
    const user = found.slice(0, sign);
    if (!hasSecret(user, user.indexOf(':'))) return;
    scan.note('userinfo', at + 3 + sign);
    scan.emit('URL_CREDENTIALS', at + 3, at + 3 + sign);
  },
};

const userStart = (text: string, at: number): number => {
  let start = at;
  while (start > 0 && at - start < 64 && isNameCode(text.charCodeAt(start - 1))) start -= 1;
  return start;
};

/** `user:password@tcp(host)` of Go drivers. */
export const dsnCredentials: CharDetector = {
  on: 'char',
  chars: '(',
  find(scan, at) {
    const { text } = scan;
    if (!network.test(text.slice(at - 5, at))) return;
    const from = Math.max(0, at - 200);
    const found = dsn.exec(text.slice(from, at));
    if (found?.[1] === undefined || isTemplate(found[1])) return;
    const end = from + found.index + found[0].lastIndexOf('@');
    scan.emit('URL_CREDENTIALS', userStart(text, end - found[1].length - 1), end);
  },
};

/** `jdbc:oracle:thin:user/password@//host`. */
export const oracleCredentials: CharDetector = {
  on: 'char',
  chars: ':',
  find(scan, at) {
    if (scan.text.slice(at - 4, at) !== 'jdbc') return;
    const found = matchAt(thin, scan.text, at - 4);
    if (found?.[1] === undefined || isTemplate(found[1])) return;
    const end = at - 4 + found[0].length - 1;
    scan.emit('URL_CREDENTIALS', end - found[1].length, end);
  },
};
