// Proves that a custom pattern costs bounded work: counts the ways it can match, which a backtracking engine may all try.

export interface PatternProof {
  /** The letters and digits every match begins with; the scan tries the pattern only there. */
  readonly prefix: string;
}

/** Why a pattern was refused. */
export class PatternRefused extends Error {}

const mostPaths = 1024;
const longestPattern = 400;
const shortestPrefix = 2;

/** `paths`: ways to match; `prefix`: what every match begins with; `whole`: the prefix is all there is. */
interface Part {
  readonly paths: number;
  readonly prefix: string;
  readonly whole: boolean;
}

const empty: Part = { paths: 1, prefix: '', whole: true };
const one: Part = { paths: 1, prefix: '', whole: false };

const join = (a: Part, b: Part): Part => ({
  paths: a.paths * b.paths,
  prefix: a.whole ? a.prefix + b.prefix : a.prefix,
  whole: a.whole && b.whole,
});

const either = (a: Part, b: Part): Part => ({ paths: a.paths + b.paths, prefix: '', whole: false });

/** Repeating p ways k times gives p to the k ways, for each k between least and most. */
const repeat = (part: Part, least: number, most: number): Part => {
  if (most < least || most > 512) throw new PatternRefused('a repeat must end, at 512 at most');
  let paths = 0;
  for (let k = least; k <= most && paths <= mostPaths; k += 1) paths += part.paths ** k;
  return least === 1 && most === 1 ? part : { paths, prefix: least > 0 ? part.prefix : '', whole: false };
};

interface Cursor {
  readonly source: string;
  at: number;
}

const bounds = /\{(\d{1,3})(?:,(\d{1,3}))?\}/y;

const quantify = (cursor: Cursor, part: Part): Part => {
  const sign = cursor.source[cursor.at];
  if (sign === '*' || sign === '+') throw new PatternRefused(`${sign} has no end; write {0,64} or {1,64}`);
  if (sign === '?') {
    cursor.at += 1;
    return repeat(part, 0, 1);
  }
  if (sign !== '{') return part;
  bounds.lastIndex = cursor.at;
  const found = bounds.exec(cursor.source);
  if (!found) throw new PatternRefused('{ must hold one or two numbers');
  cursor.at += found[0].length;
  return repeat(part, Number(found[1]), Number(found[2] ?? found[1]));
};

const escape = (cursor: Cursor): Part => {
  const letter = cursor.source[cursor.at + 1] ?? '';
  cursor.at += 2;
  if (/[dDwWsStnr]/.test(letter)) return one;
  if (letter === 'b') return empty;
  if (/[^A-Za-z0-9]/.test(letter)) return { paths: 1, prefix: letter, whole: true };
  throw new PatternRefused(`\\${letter} is not allowed`);
};

const characterClass = (cursor: Cursor): Part => {
  const found = /^\[(?:\\[dDwWsStnr\W]|[^\]\\])+\]/.exec(cursor.source.slice(cursor.at));
  if (!found) throw new PatternRefused('a [ is not closed');
  cursor.at += found[0].length;
  return one;
};

const group = (cursor: Cursor): Part => {
  cursor.at += 1;
  if (cursor.source[cursor.at] === '?') {
    if (cursor.source[cursor.at + 1] !== ':')
      throw new PatternRefused('of groups only (…) and (?:…) are allowed');
    cursor.at += 2;
  }
  const part = alternatives(cursor);
  if (cursor.source[cursor.at] !== ')') throw new PatternRefused('a ( is not closed');
  cursor.at += 1;
  return part;
};

const atom = (cursor: Cursor): Part => {
  const char = cursor.source[cursor.at] ?? '';
  if (char === '\\') return escape(cursor);
  if (char === '[') return characterClass(cursor);
  if (char === '(') return group(cursor);
  if (/[*+?{}\]^$]/.test(char)) throw new PatternRefused(`${char} may not stand here`);
  cursor.at += 1;
  return char === '.' ? one : { paths: 1, prefix: char, whole: true };
};

const sequence = (cursor: Cursor): Part => {
  let part = empty;
  while (cursor.at < cursor.source.length && !/[|)]/.test(cursor.source[cursor.at] ?? '')) {
    part = join(part, quantify(cursor, atom(cursor)));
    if (part.paths > mostPaths) throw new PatternRefused(`it can match in more than ${mostPaths} ways`);
  }
  return part;
};

const alternatives = (cursor: Cursor): Part => {
  let part = sequence(cursor);
  while (cursor.source[cursor.at] === '|') {
    cursor.at += 1;
    part = either(part, sequence(cursor));
  }
  return part;
};

/** Throws PatternRefused with the reason when the work of `source` is not bounded or has nothing to start from. */
export function provePattern(source: string): PatternProof {
  if (source.length > longestPattern)
    throw new PatternRefused(`it is longer than ${longestPattern} characters`);
  const cursor: Cursor = { source, at: 0 };
  const { prefix } = alternatives(cursor);
  if (cursor.at < source.length) throw new PatternRefused('a ) is not opened');
  const start = /^[A-Za-z0-9]*/.exec(prefix)?.[0] ?? '';
  if (start.length < shortestPrefix) throw new PatternRefused('it must begin with two letters or digits');
  return { prefix: prefix.slice(0, 32) };
}
