// Ways to hide a value from a plain search, and places where it may stand.

export interface Disguise {
  readonly name: string;
  readonly hide: (value: string) => string;
  /** For digits alone, where letters and signs would break. */
  readonly only?: 'digits';
}

const each =
  (change: (char: string) => string) =>
  (value: string): string =>
    Array.from(value, change).join('');
const code = (char: string): string => char.charCodeAt(0).toString(16);
const digitsFrom =
  (zero: number) =>
  (value: string): string =>
    value.replace(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit)));
const middle =
  (sign: string) =>
  (value: string): string =>
    value.slice(0, value.length >> 1) + sign + value.slice(value.length >> 1);
const fours =
  (separator: string) =>
  (value: string): string =>
    value.replace(/(\d{4})(?=\d)/g, `$1${separator}`);

const invisible = {
  space: '\u200b',
  joiner: '\u200d',
  'soft hyphen': '\u00ad',
  mark: '\ufeff',
  selector: '\ufe0f',
  override: '\u202e',
  tag: '\u{e0041}',
  word: '\u2060',
};
const scripts = {
  'full-width': 0xff10,
  arabic: 0x660,
  persian: 0x6f0,
  bold: 0x1d7ce,
  mono: 0x1d7f6,
  devanagari: 0x966,
};
const separators = {
  nbsp: '\u00a0',
  thin: '\u2009',
  'en dash': '\u2013',
  minus: '\u2212',
  'hard hyphen': '\u2011',
  'middle dot': '\u00b7',
  tab: '\t',
  break: '\n',
  'written break': '\\n',
};

export const disguises: readonly Disguise[] = [
  { name: 'none', hide: (value) => value },
  ...Object.entries(invisible).map(([name, sign]) => ({ name: `invisible ${name}`, hide: middle(sign) })),
  ...Object.entries(scripts).map(([name, zero]) => ({ name: `digits ${name}`, hide: digitsFrom(zero) })),
  ...Object.entries(separators).map(([name, sign]) => ({
    name: `groups ${name}`,
    hide: fours(sign),
    only: 'digits' as const,
  })),
  {
    name: 'full-width text',
    hide: each((char) =>
      char > ' ' && char <= '~' ? String.fromCodePoint(char.charCodeAt(0) + 0xfee0) : char,
    ),
  },
  { name: 'unicode escapes', hide: each((char) => `\\u${code(char).padStart(4, '0')}`) },
  { name: 'doubled escapes', hide: each((char) => `\\\\u${code(char).padStart(4, '0')}`) },
  { name: 'percent', hide: each((char) => `%${code(char)}`) },
  { name: 'entities', hide: each((char) => `&#${String(char.charCodeAt(0))};`) },
  { name: 'hex entities', hide: each((char) => `&#x${code(char)};`) },
  { name: 'hex escapes', hide: each((char) => `\\x${code(char)}`) },
];

export interface Wrapping {
  readonly name: string;
  readonly wrap: (key: string, value: string) => string;
}

const bareKey = (key: string): string => key.replace(/[: =]+$/, '');

export const wrappings: readonly Wrapping[] = [
  { name: 'key and value', wrap: (key, value) => key + value },
  { name: 'sentence', wrap: (key, value) => `tolong cek ${key}${value}, terima kasih.` },
  { name: 'raw JSON', wrap: (key, value) => `{"${bareKey(key)}":"${value}` },
  { name: 'far away', wrap: (key, value) => `${'lorem ipsum dolor sit amet '.repeat(80)}${key}${value}` },
  { name: 'after digits', wrap: (key, value) => `"${'9'.repeat(400)}","${key}${value}"` },
  { name: 'element', wrap: (key, value) => `<v>${key}${value}</v>` },
];
