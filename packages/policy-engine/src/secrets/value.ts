// Judges what stands behind the name of a secret: a value to mask, or code, a type, a path, a placeholder.
import { isPlaceholder, isTemplate } from '../checks/placeholder.ts';
import type { SecretKind } from './key-kind.ts';

/** A value as it was found in the text. */
export interface Value {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly quoted: boolean;
  /** No space on either side of the `=`, as in an environment file, an option or a connection string. */
  readonly tight: boolean;
  /** Nothing but the end of the line follows. */
  readonly closing: boolean;
}

const types = new Set(
  'string str text password passwd number int integer bool boolean any unknown void null none nil undefined true false object array char varchar optional required secret token bytes bytea buffer self this inherit basic bearer digest yes no on off default auto secretstr'.split(
    ' ',
  ),
);
const chain = /^[&*!]?[A-Za-z_$][\w$]*(?:(?:\.|::|->|\?\.)[A-Za-z_$][\w$]*)*/;
const pathLike = /^(?:~|\.{1,2})?\/[\w./@-]*$|^[A-Za-z]:\\/;
const address = /^(?:https?|file|s3|gs|arn|ssm|vault|op|secretsmanager|projects):?\/?\/?/;
const sentence =
  /\b(?:must|enter|your|please|invalid|required|incorrect|forgot|password|should|cannot|not|least|the|for|kata sandi)\b/i;

const pieces = /[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+/g;
const unspeakable = /[bcdfghjklmnpqrstvwxz]{6,}/i;

/** `util_1.encoding`, `aes128_set_encrypt_key`: words whose digits stand at their ends. */
const isIdentifier = (text: string, parts: readonly string[]): boolean => {
  if (!/[_.]/.test(text) || parts.length < 3 || /\d[A-Za-z]/.test(text)) return false;
  const digits = parts.filter((part) => /\d/.test(part));
  return digits.every((part) => part.length <= 3) && digits.join('').length * 5 <= text.length;
};

/** Reads like words: `userPassword`, `access_token_url`; not like `fmxwICYAs` or `dle8ira01oxbcay`. */
export function isWordy(text: string): boolean {
  if (!/^[\w.$:>?-]*$/.test(text) || unspeakable.test(text)) return false;
  const parts = text.match(pieces) ?? [];
  const words = parts.filter((part) => !/\d/.test(part));
  const letters = words.reduce((sum, part) => sum + part.length, 0);
  if (words.length === 0 || letters / words.length < 3) return false;
  return !/\d.*[A-Za-z]|\d{4,}/.test(text) || isIdentifier(text, parts);
}

/** A variable, a property, a call, a comment: `req.body.password`, `os.environ[…]`, `getToken(…)`. */
const isCode = (text: string): boolean => {
  const found = chain.exec(text)?.[0];
  if (found === undefined || found === '') return /^(?:[({[<$*]|\/[*/^\\($]|!\w+\.|\+\+|--)/.test(text);
  const rest = text.slice(found.length);
  if (/^[([<>]/.test(rest)) return isWordy(found) || !/\d/.test(found);
  return rest === '' && /[.:>]/.test(found) && isWordy(found);
};

/** Bits of Shannon entropy per character, of the beginning. */
function entropy(text: string): number {
  const length = Math.min(text.length, 64);
  const counts = new Uint8Array(128);
  let bits = 0;
  for (let i = 0; i < length; i += 1) {
    const slot = text.charCodeAt(i) & 127;
    counts[slot] = (counts[slot] ?? 0) + 1;
  }
  for (const count of counts) if (count > 0) bits -= (count / length) * Math.log2(count / length);
  return bits;
}

/** Long, of several classes, and not words joined together. */
export function isRandom(text: string): boolean {
  if (text.length < 12 || /\s/.test(text)) return false;
  const digits = /\d/.test(text);
  if (!digits && (!/[a-z]/.test(text) || !/[A-Z]/.test(text))) return false;
  if (/^[\d.,:/-]+$/.test(text)) return text.length >= 16 && /^\d+$/.test(text);
  return entropy(text) >= 2.7 && !isWordy(text);
}

const isStrong = (text: string): boolean => {
  if (text.length < 8 || /\s/.test(text)) return false;
  if (/^\d+$/.test(text)) return text.length >= 12;
  return /\d|[^\w.\s/-]/.test(text) ? !isWordy(text) : text.length >= 12 && !isWordy(text);
};

/** Words as passwords: in `PASS=rahasia` yes, in `login(password=password)` and `password: string` no. */
const wordIsPassword = (value: Value): boolean => {
  const lower = value.text.toLowerCase();
  if (types.has(lower) || /pass|pwd|secret|token|key|sandi/.test(lower)) return false;
  return value.tight || (value.closing && /^[a-z]+$|\d/.test(value.text));
};

const isPassword = (value: Value): boolean => {
  const { text, quoted } = value;
  if (text.length < 4) return false;
  if (quoted) return !(/\s/.test(text) && (sentence.test(text) || text.length > 64));
  if (isCode(text) || types.has(text.toLowerCase())) return false;
  return isWordy(text) ? wordIsPassword(value) : true;
};

/** What a value is shows in its beginning; judging stays bounded. */
const longestJudged = 160;

/** True when the value must be masked. */
export function isSecretValue(whole: Value, kind: SecretKind): boolean {
  const value = { ...whole, text: whole.text.slice(0, longestJudged) };
  const { text, quoted } = value;
  if (kind !== 'password' && !(kind === 'secret' ? isStrong(text) : isRandom(text))) return false;
  if (isTemplate(text) || isPlaceholder(text) || pathLike.test(text) || address.test(text)) return false;
  return kind === 'password' ? isPassword(value) : quoted || !isCode(text);
}
