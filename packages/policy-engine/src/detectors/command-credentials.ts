// Passwords on command lines whose options do not say so: `curl -u user:pass`, `mysql -pPASS`, `redis-cli -a PASS`.
import { isPlaceholder, isTemplate } from '../checks/placeholder.ts';
import type { PrefixDetector, Scan } from '../detector.ts';

/** A value in either quotes or bare. */
const value = String.raw`(?:\\?"([^"\\\n]{1,200})|'([^'\n]{1,200})|([^\s"'\\]{1,200}))`;
const pair = String.raw`(?:\\?"([^"\\\n:]{0,80}:[^"\\\n]{1,200})|'([^'\n:]{0,80}:[^'\n]{1,200})|([^\s"':]{0,80}:(?:"[^"\n]{1,200}"|'[^'\n]{1,200}'|[^\s"']{1,200})))`;
const option = (flags: string, what: string): RegExp =>
  new RegExp(String.raw`(?:^|\s)(?:${flags})${what}`, 'dg');

const web = [
  option(
    String.raw`-[a-zA-Z]{0,6}[uU][ \t]{0,3}|--(?:proxy-)?user[ =]{1,3}|--auth[ =]{1,3}|-a[ \t]{1,3}`,
    pair,
  ),
];
const dashP = [option(String.raw`-p[ \t]{0,3}|-P[ \t]{1,3}`, value)];

/** Programs that read a password from a pipe. */
const readers = String.raw`\|[^|\n]{0,160}(?:sudo[ \t]{1,3}-S|-stdin|chpasswd|passwd|kinit|passphrase-fd|cryptsetup|gh auth login)`;
const piped = new RegExp(
  String.raw`^(?:echo|printf)[ \t]{1,3}(?:-[a-z]{1,3}[ \t]{1,3})?(?:["']%s(?:\n)?["'][ \t]{1,3})?${value}\\?["']?[ \t]{0,3}${readers}`,
  'dg',
);
const login = /[ \t][\w.-]{1,64}:([^\s"'@/]{3,200})@/dg;

/** Lower-case commands and where in the rest of their line the password stands. */
const commands: readonly (readonly [string, readonly RegExp[]])[] = [
  ['curl ', web],
  ['wget ', web],
  ['http ', web],
  ['https ', web],
  ['mysql', [option('-p', value)]],
  ['mariadb', [option('-p', value)]],
  ['redis-cli', [option(String.raw`-a[ \t]{1,3}`, value)]],
  ['docker login', dashP],
  ['podman login', dashP],
  ['helm registry login', dashP],
  ['sshpass', [option(String.raw`-p[ \t]{0,3}`, value)]],
  ['mongo', dashP],
  ['sqlcmd', [option(String.raw`-P[ \t]{0,3}`, value)]],
  ['az login', dashP],
  ['ldapsearch', [option(String.raw`-w[ \t]{1,3}`, value)]],
  ['smbclient', [/%([^\s"']{1,200})/dg]],
  [
    'htpasswd',
    [
      /-[a-zA-Z]{0,6}b[a-zA-Z]{0,6}[ \t]{1,3}(?:-\S+[ \t]{1,3}){0,4}\S{1,200}[ \t]{1,3}\S{1,80}[ \t]{1,3}([^\s"']{1,200})/dg,
    ],
  ],
  ['openssl', [/pass:([^\s"']{1,200})/dg, option(String.raw`-k[ \t]{1,3}`, value)]],
  ['sqlplus', [/[ \t][\w.$-]{1,64}\/([^\s"'@/]{1,200})@/dg]],
  ['rabbitmqctl', [/(?:add_user|change_password)[ \t]{1,3}\S{1,80}[ \t]{1,3}([^\s"']{1,200})/dg]],
  ['echo ', [piped]],
  ['printf ', [piped]],
  ['sftp ', [login]],
  ['ssh ', [login]],
  ['scp ', [login]],
  ['snowsql', dashP],
  ['zip ', dashP],
  ['unzip ', dashP],
  ['7z ', dashP],
  ['net user ', [/^net user[ \t]{1,3}\S{1,80}[ \t]{1,3}([^\s"'/]{1,200})/dg]],
  [
    'mc alias set ',
    [/^mc alias set[ \t]{1,3}\S{1,80}[ \t]{1,3}\S{1,200}[ \t]{1,3}\S{1,80}[ \t]{1,3}(\S{1,200})/dg],
  ],
];

const longestLine = 400;

/** The command ends with its line; a pipe ends it too, except for `echo … | sudo -S`. */
const commandText = (text: string, start: number): string => {
  const rest = text.slice(start, start + longestLine);
  const end = /\n|&&|;\s/.exec(rest);
  return end ? rest.slice(0, end.index) : rest;
};

/** Of `user:password` only the password counts. */
const isSecret = (found: string): boolean => {
  const colon = found.indexOf(':');
  const secret = (colon < 0 ? found : found.slice(colon + 1)).replace(/^["']|["']$/g, '');
  if (secret.length < 3 || secret.startsWith('-') || secret.startsWith('$') || secret.startsWith('{'))
    return false;
  return (
    !isTemplate(found) && !isPlaceholder(secret) && !/^\d{1,5}$/.test(secret) && !/^[xy]+$/i.test(secret)
  );
};

const report = (scan: Scan, start: number, line: string, pattern: RegExp): void => {
  for (const found of line.matchAll(pattern)) {
    for (const group of (found.indices ?? []).slice(1)) {
      if (!group || !isSecret(line.slice(group[0], group[1]))) continue;
      scan.emit('PASSWORD', start + group[0], start + group[1]);
    }
  }
};

const detectorOf = ([command, patterns]: (typeof commands)[number]): PrefixDetector => ({
  on: 'prefix',
  prefixes: [command],
  find(scan, start) {
    if (start < scan.memo(command)) return;
    const line = commandText(scan.text, start);
    scan.note(command, start + line.length);
    for (const pattern of patterns) report(scan, start, line, pattern);
  },
});

export const commandCredentials = commands.map(detectorOf);
