// Values assigned to names of secrets: `DB_PASSWORD=…`, `"token": "…"`, `secret := "…"`, `<password>…</password>`.
import type { CharDetector, LabelDetector, Scan } from '../detector.ts';
import { isSecretParameter, secretKind, type SecretKind } from '../secrets/key-kind.ts';
import { readValue, skipSpace } from '../secrets/read-value.ts';
import { isRandom, isSecretValue } from '../secrets/value.ts';

const longestName = 64;
const nameCode = /[A-Za-z0-9_.$-]/;
const operators = /[=:?.!+]/;
const typeNames = new Set([
  'string',
  'str',
  'text',
  'const',
  'char',
  'var',
  'any',
  'bytes',
  'securestring',
  'any_str',
]);

export const entityOf = (kind: SecretKind): string => (kind === 'password' ? 'PASSWORD' : 'SECRET');

interface Name {
  readonly text: string;
  readonly start: number;
}

const nameBefore = (text: string, at: number): Name => {
  let end = at;
  while (end > 0 && at - end < 6 && operators.test(text.charAt(end - 1))) end -= 1;
  for (let n = 0; n < 4 && (text[end - 1] === ' ' || text[end - 1] === '\t'); n += 1) end -= 1;
  for (let n = 0; n < 8 && end > 0 && /["'`\\\])=]/.test(text.charAt(end - 1)); n += 1) end -= 1;
  if (text[end - 1] === '[') end -= 1;
  let start = end;
  while (start > 0 && end - start < longestName && nameCode.test(text.charAt(start - 1))) start -= 1;
  return { text: text.slice(start, end), start };
};

/** In `token: str = …` and `var token string = …` the name stands before the type; in `kata sandi: …` before a space. */
const namesAt = (text: string, at: number): Name => {
  const name = nameBefore(text, at);
  if (!typeNames.has(name.text.toLowerCase())) return name;
  return nameBefore(text, name.start - 1 < 0 ? 0 : name.start - (text[name.start - 1] === ' ' ? 1 : 0));
};

const paired =
  /["']?(?:name|key|header|variable)["']?\s{0,3}[:=]\s{0,3}["']([\w.-]{1,64})["']\s{0,4},?\s{0,24}["']?$/i;

/** `"name":"DB_PASSWORD","value":"…"`: the sibling speaks for `value`. */
const pairedName = (text: string, name: Name): string =>
  /^(?:value|val|stringValue)$/i.test(name.text)
    ? (paired.exec(text.slice(Math.max(0, name.start - 120), name.start))?.[1] ?? '')
    : '';

const judge = (scan: Scan, name: Name, at: number, tight: boolean, ends: RegExp = /(?:)/): void => {
  // Inside a value that is masked already there is nothing to add.
  if (at < scan.memo('assignment')) return;
  const kind = secretKind(name.text) ?? secretKind(pairedName(scan.text, name));
  const parameter =
    kind === undefined && /[?&]/.test(scan.text.charAt(name.start - 1)) && isSecretParameter(name.text);
  if (kind === undefined && !parameter) return;
  const value = readValue(scan.text, at, tight);
  if (!value || !ends.test(scan.text.slice(value.end, value.end + 16))) return;
  if (kind !== undefined ? isSecretValue(value, kind) : isRandom(value.text)) {
    scan.note('assignment', value.end);
    scan.emit(entityOf(kind ?? 'secret'), value.start, value.end);
  }
};

const assigned = (scan: Scan, at: number, after: number): void => {
  const name = namesAt(scan.text, at);
  if (name.text === '') return;
  const from = skipSpace(scan.text, after, 8);
  // A value on the next line belongs to the name only when it is indented below it.
  if (scan.text.slice(after, from).includes('\n') && scan.text.charCodeAt(from - 1) === 10) return;
  judge(scan, name, from, from === after && scan.text[at] === '=');
};

export const secretAssignment: CharDetector = {
  on: 'char',
  chars: '=:',
  find(scan, at) {
    const { text } = scan;
    const next = text.charAt(at + 1);
    // The last sign of `:=`, `==`, `=>` decides; the name is looked for before all of them.
    if (next === '=' || next === ':' || (next === '/' && text[at + 2] === '/')) return;
    assigned(scan, at, next === '>' || next === '~' ? at + 2 : at + 1);
  },
};

/** `<clientSecret>…</clientSecret>`. */
export const secretElement: CharDetector = {
  on: 'char',
  chars: '>',
  find(scan, at) {
    const name = nameBefore(scan.text, at);
    if (name.text === '' || scan.text[name.start - 1] !== '<') return;
    judge(scan, name, skipSpace(scan.text, at + 1, 16), true, /^\s*(?:<|$)/);
  },
};

/** A text that stands under the name of a secret is one. */
export const secretLabel: LabelDetector = {
  on: 'label',
  find(scan) {
    const { text, label } = scan;
    const kind = secretKind(label);
    if (kind === undefined || text.length > 4096) return;
    const value = { text, start: 0, end: text.length, quoted: true, tight: true, closing: true };
    if (isSecretValue(value, kind)) scan.emit(entityOf(kind), 0, text.length);
  },
};
