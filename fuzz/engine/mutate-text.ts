// Changes of text by its tokens: numbers, strings and brackets are swapped for what parsers trip over.
import type { Chance } from './chance.ts';
import type { Mutator } from './target.ts';

const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|[A-Za-z_][\w.]*|[^\sA-Za-z0-9_]|\s+/g;
const NUMBERS = [
  '0',
  '-0',
  '1e999',
  '-1',
  '9007199254740993',
  '18446744073709551616',
  '1.5e3',
  '00',
  '1e-400',
];
const STRINGS = ['""', '"__proto__"', '"\\u0000"', '"\\ud800"', '"constructor"', '"NaN"', '"1e999"', '"\\"'];
const WORDS = ['null', 'true', '[]', '{}', '[[[[[[', '}', '{"__proto__":{"a":1}}', '[null]', '\uFEFF', '\0'];

function substitute(chance: Chance, token: string, words: readonly string[]): string {
  if (chance.likely(0.4)) return chance.oneOf(words);
  if (/^-?\d/.test(token)) return chance.oneOf(NUMBERS);
  return token.startsWith('"') ? chance.oneOf(STRINGS) : chance.oneOf(WORDS);
}

function changeToken(
  chance: Chance,
  tokens: string[],
  donor: readonly string[],
  words: readonly string[],
): void {
  const at = chance.below(tokens.length);
  const token = tokens[at] ?? '';
  const end = at + chance.below(12);
  const ways: readonly (() => void)[] = [
    () => void (tokens[at] = substitute(chance, token, words)),
    () => void tokens.splice(at, 1),
    () => void tokens.splice(at, 0, token),
    () => void tokens.splice(at, end - at),
    () => void tokens.splice(at, 0, ...tokens.slice(at, end)),
    () => void tokens.splice(at, 1, chance.oneOf(donor)),
    () => {
      const from = chance.below(donor.length);
      tokens.splice(at, 0, ...donor.slice(from, from + chance.below(16)));
    },
  ];
  chance.oneOf(ways)();
}

const MAX_LENGTH = 32 * 1024;

/** @param words of the language of the target, put in beside what troubles every parser. */
export function createTextMutator(words: readonly string[]): Mutator {
  const vocabulary = [...words, ...WORDS];
  return (chance, input, donor) => {
    const tokens: string[] = input.toString('utf8').match(TOKEN) ?? [''];
    const others: string[] = donor().toString('utf8').match(TOKEN) ?? [''];
    for (let left = 1 + chance.below(4); left > 0 && tokens.length > 0; left -= 1)
      changeToken(chance, tokens, others, vocabulary);
    return Buffer.from(tokens.join('').slice(0, MAX_LENGTH));
  };
}
