// The user name inside a home directory: /home/NAME, /Users/NAME, C:\Users\NAME, in URLs and doubled backslashes too.
import type { PrefixDetector } from '../detector.ts';
import { matchAt } from '../scan/char-class.ts';

/** The name ends at the next separator. A letter that an escape swallowed (`\nadia`) is white space in the copy. */
const name =
  /(?:home|users|Users|Documents and Settings)(?:[/]+|\\+(?=[\n\r\t])|\\+)((?:(?<=\\)[\n\r\t])?[^\s/\\:"'`<>|;,(){}[\]$*?&=]{1,64})/y;

/** Accounts and folders that are nobody's name. */
const nobody = new Set(
  'user users username runner root ubuntu debian admin administrator ec2-user vscode node app shared public default vagrant git jenkins circleci build docker linuxbrew codespace coder sandbox claude me you your-user your_name yourname name all~1 www-data postgres'.split(
    ' ',
  ),
);

const separator = /[/\\]/;

export const homePath: PrefixDetector = {
  on: 'prefix',
  prefixes: ['home/', 'home\\', 'Users/', 'Users\\', 'users/', 'users\\', 'Documents and Settings\\'],
  find(scan, start) {
    if (!separator.test(scan.text.charAt(start - 1))) return;
    const found = matchAt(name, scan.text, start);
    const user = found?.[1];
    if (!found || user === undefined || nobody.has(user.toLowerCase())) return;
    // `/users/42` and `/users/:id` are routes.
    if (/^[\d.:]/.test(user) || (found[0].startsWith('users/') && scan.text[start - 2] !== ':')) return;
    const end = start + found[0].length;
    scan.emit('USERNAME', end - user.length, end);
  },
};
