// Values assigned to names of secrets: `DB_PASSWORD=…`, `"token": "…"`, `secret := "…"`, `<password>…</password>`.
import type { CharDetector, LabelDetector, Scan } from '../detector.ts';
import { isNameCode } from '../scan/char-class.ts';
import { isSecretParameter, secretKind, type SecretKind } from '../secrets/key-kind.ts';
import { readValue, skipSpace } from '../secrets/read-value.ts';
import { isSecretValue } from '../secrets/value.ts';

const longestName = 64;
const codes = (chars: string): ReadonlySet<number> =>
  new Set(Array.from(chars, (char) => char.charCodeAt(0)));
const operators = codes('=:?.!+');
const closers = codes('"\'`\\])=');
const isBlank = (code: number): boolean => code === 32 || code === 9;
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

/** A name in the text, from `start` to before `end`. */
interface Name {
  readonly text: string;
  readonly start: number;
}

/** Back over what may stand between a name and its operator: the rest of the operator, spaces, quotes, brackets. */
const beforeOperator = (text: string, at: number): number => {
  let end = at;
  while (end > 0 && at - end < 6 && operators.has(text.charCodeAt(end - 1))) end -= 1;
  for (let n = 0; n < 4 && isBlank(text.charCodeAt(end - 1)); n += 1) end -= 1;
  for (let n = 0; n < 8 && closers.has(text.charCodeAt(end - 1)); n += 1) end -= 1;
  return text.charCodeAt(end - 1) === 91 ? end - 1 : end;
};

const nameStart = (text: string, end: number): number => {
  let start = end;
  while (start > 0 && end - start < longestName && isNameCode(text.charCodeAt(start - 1))) start -= 1;
  return start;
};

const nameBefore = (text: string, at: number): Name => {
  const end = beforeOperator(text, at);
  const start = nameStart(text, end);
  return { text: text.slice(start, end), start };
};

/** `API key: …`: the word before the space belongs to the name. */
const spacedName = (text: string, name: Name): Name => {
  const start = nameStart(text, name.start - 1);
  return { text: `${text.slice(start, name.start - 1)}_${name.text}`, start };
};

/** In `token: str = …` and `var token string = …` the name stands before the type. */
const namesAt = (text: string, at: number): Name => {
  const name = nameBefore(text, at);
  const lower = name.text.length > 12 ? '' : name.text.toLowerCase();
  const spaced = text[name.start - 1] === ' ';
  if (lower === 'key' && spaced) return spacedName(text, name);
  return typeNames.has(lower) ? nameBefore(text, spaced ? name.start - 1 : name.start) : name;
};

/** In `expect "password:"` the quote after the colon closes the one before the name: nothing is assigned. */
const isLabel = (text: string, name: Name, at: number): boolean => {
  const quote = text.charAt(name.start - 1);
  return /["'`]/.test(quote) && text.charAt(at + 1) === quote && name.start + name.text.length === at;
};

const paired =
  /["']?(?:name|key|header|variable)["']?\s{0,3}[:=]\s{0,3}["']([\w.-]{1,64})["']\s{0,4},?\s{0,24}["']?$/i;

/** `"name":"DB_PASSWORD","value":"…"`: the sibling speaks for `value`. */
const pairedName = (text: string, name: Name): string =>
  paired.exec(text.slice(Math.max(0, name.start - 120), name.start))?.[1] ?? '';
const siblings = /^(?:value|val|stringValue)$/i;

const judge = (scan: Scan, name: Name, at: number, tight: boolean, ends: RegExp = /(?:)/): void => {
  const kind =
    secretKind(name.text) ?? (siblings.test(name.text) ? secretKind(pairedName(scan.text, name)) : undefined);
  const parameter =
    kind === undefined && /[?&]/.test(scan.text.charAt(name.start - 1)) && isSecretParameter(name.text);
  if (kind === undefined && !parameter) return;
  const value = readValue(scan, at, tight);
  if (!value || !ends.test(scan.text.slice(value.end, value.end + 16))) return;
  if (isSecretValue(value, kind ?? 'key')) {
    scan.note('assignment', value.end);
    scan.emit(entityOf(kind ?? 'secret'), value.start, value.end);
  }
};

const assigned = (scan: Scan, at: number, after: number): void => {
  // Inside a value that is masked already there is nothing to add.
  if (at < scan.memo('assignment')) return;
  const name = namesAt(scan.text, at);
  if (name.text === '' || isLabel(scan.text, name, at)) return;
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
    if (kind === undefined) return;
    const value = { text, start: 0, end: text.length, quoted: true, tight: true, closing: true };
    if (isSecretValue(value, kind)) scan.emit(entityOf(kind), 0, text.length);
  },
};
