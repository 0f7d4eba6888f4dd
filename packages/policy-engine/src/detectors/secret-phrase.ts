// Secrets that only a space, a bracket or a comma parts from their name: `--password …`, `secret("…")`, netrc, `ENV KEY …`.
import type { PrefixDetector, Scan } from '../detector.ts';
import { isNameCode } from '../scan/char-class.ts';
import { secretKind, type SecretKind } from '../secrets/key-kind.ts';
import { readValue, skipSpace } from '../secrets/read-value.ts';
import { isRandom, isSecretValue, isWordy, type Value } from '../secrets/value.ts';
import { entityOf } from './secret-assignment.ts';

const longestName = 64;

interface Name {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const nameAround = (text: string, at: number): Name => {
  let start = at;
  while (start > 0 && at - start < longestName && isNameCode(text.charCodeAt(start - 1))) start -= 1;
  let end = at;
  while (end < text.length && end - at < longestName && /[A-Za-z0-9_-]/.test(text.charAt(end))) end += 1;
  return { text: text.slice(start, end), start, end };
};

/** `("…`, `.assign("…`, `", "…`, ` "…`: a literal follows. */
const beforeLiteral =
  /(?:\[\])?(?:["'`]\s{0,2}[,)]?\s{0,2}|\.\w{1,12}\(|\s{0,2}\(\s{0,2}|\s{0,2}[!=]={1,2}\s{0,2}|\s{1,4})(?=\\*["'`])/y;
/** ` …`, ` is …`, ` adalah …`: a bare word follows. */
const beforeBare = /\\?[ \t]{1,4}(?:(?:is|was|to|adalah|yaitu|baru|nya)[ \t]{1,4})?(?=[^\s"'`])/y;

const next = (pattern: RegExp, text: string, at: number): number => {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : -1;
};

/** Prose goes on after the word `password`; only what no sentence would hold there is masked. */
const isSpokenSecret = (value: Value, kind: SecretKind, option: boolean): boolean => {
  if (option) return !value.text.startsWith('-') && isSecretValue({ ...value, tight: true }, kind);
  if (isWordy(value.text) || !/^[A-Za-z0-9!@#%^+=~]/.test(value.text) || !isSecretValue(value, kind))
    return false;
  return (
    isRandom(value.text) || (/\d/.test(value.text) && /[A-Za-z]/.test(value.text) && value.text.length >= 6)
  );
};

const literalAfter = (scan: Scan, name: Name, kind: SecretKind): boolean => {
  const from = next(beforeLiteral, scan.text, name.end);
  const value = from < 0 ? undefined : readValue(scan, from, false);
  if (!value?.quoted || !isSecretValue(value, kind)) return false;
  // In `scrypt('password', 'salt', 64)` and in a list of names the next word is no value.
  if (isWordy(value.text) && /^["'`]/.test(scan.text.charAt(name.end))) return false;
  scan.emit(entityOf(kind), value.start, value.end);
  return true;
};

const bareAfter = (scan: Scan, name: Name, kind: SecretKind): void => {
  const from = next(beforeBare, scan.text, name.end);
  const value = from < 0 ? undefined : readValue(scan, from, false);
  const option = scan.text[name.start] === '-';
  if (value && isSpokenSecret(value, kind, option)) scan.emit(entityOf(kind), value.start, value.end);
};

export const secretPhrase: PrefixDetector = {
  on: 'prefix',
  anyCase: true,
  prefixes: [
    'password',
    'passwd',
    'passphrase',
    'pass',
    'pwd',
    'secret',
    'token',
    'apikey',
    'api_key',
    'api-key',
    'sandi',
    'key',
    'pin',
    'auth',
    'access',
    'client',
    'refresh',
    'storepass',
    'keypass',
  ],
  find(scan, start) {
    const name = nameAround(scan.text, start);
    if (name.start < scan.memo('phrase')) return;
    // An assignment is read at its sign.
    const after = skipSpace(scan.text, name.end, 4);
    if (/[:=]/.test(scan.text.charAt(after)) && !/[!=]=/.test(scan.text.slice(after, after + 2))) return;
    // `Pass {…}` and `key "x"` are verbs and nouns of prose.
    const kind = /^(?:pass|key|pin)$/i.test(name.text) ? undefined : secretKind(name.text);
    if (kind === undefined) return;
    scan.note('phrase', name.end);
    if (!literalAfter(scan, name, kind)) bareAfter(scan, name, kind);
  },
};
