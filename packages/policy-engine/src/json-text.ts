// Masks JSON inside a string literal by literal: what is not masked keeps its bytes, large integers included.
import { createUniqueKeys, type UniqueKey } from './unique-keys.ts';
import { asName, isNaming, labelOf, labelOfElement } from './labels.ts';

/** Masks a string that stands under `label`. */
export type MaskLiteral = (text: string, label: string) => string;

const isContainer = (text: string): boolean => {
  const trimmed = text.trim();
  return (
    (trimmed.startsWith('{') && trimmed.endsWith('}')) || (trimmed.startsWith('[') && trimmed.endsWith(']'))
  );
};

/** True when the text is a whole JSON object or array. */
export function isJsonText(text: string): boolean {
  if (text.length < 4 || !isContainer(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

interface Level {
  readonly list: boolean;
  readonly around: string;
  /** The key just read; what it holds comes next. */
  key: string | undefined;
  named: string;
  previous: string | undefined;
  unique: UniqueKey | undefined;
}

const stringEnd = (text: string, quote: number): number => {
  let end = quote + 1;
  while (end < text.length && text.charCodeAt(end) !== 34) end += text.charCodeAt(end) === 92 ? 2 : 1;
  return end + 1;
};

const number = /-?\d[\d.eE+-]*/y;
const shortestNumber = 7;

const labelAt = (level: Level | undefined): string => {
  if (!level) return '';
  if (level.list) return labelOfElement(level.previous, level.around);
  return labelOf(level.key ?? '', level.named, level.around);
};

const unquote = (literal: string): string =>
  literal.includes('\\') ? String(JSON.parse(literal)) : literal.slice(1, -1);

/** `text` must be valid JSON (isJsonText); the result is valid JSON of the same shape. */
export function maskJsonText(text: string, mask: MaskLiteral, label: string): string {
  const levels: Level[] = [];
  const pieces: string[] = [];
  let kept = 0;
  const replace = (start: number, end: number, masked: string): void => {
    pieces.push(text.slice(kept, start), JSON.stringify(masked));
    kept = end;
  };
  const string = (start: number): number => {
    const end = stringEnd(text, start);
    const content = unquote(text.slice(start, end));
    const level = levels.at(-1);
    const isKey = level !== undefined && !level.list && level.key === undefined;
    const masked = isKey ? maskKey(level, content, mask) : mask(content, labelAt(level));
    if (masked !== content) replace(start, end, masked);
    if (level) remember(level, content, isKey);
    return end;
  };
  const digits = (start: number): number => {
    number.lastIndex = start;
    const literal = number.exec(text)?.[0] ?? '-';
    if (literal.length >= shortestNumber) {
      const masked = mask(literal, labelAt(levels.at(-1)));
      if (masked !== literal) replace(start, start + literal.length, masked);
    }
    return start + literal.length;
  };
  for (let i = 0; i < text.length;) {
    const char = text.charAt(i);
    if (char === '"') i = string(i);
    else if (char === '-' || (char >= '0' && char <= '9')) i = digits(i);
    else {
      punctuate(levels, char, label);
      i += 1;
    }
  }
  return pieces.length === 0 ? text : pieces.join('') + text.slice(kept);
}

const maskKey = (level: Level, content: string, mask: MaskLiteral): string => {
  const masked = mask(content, '');
  if (masked === content) return content;
  level.unique ??= createUniqueKeys();
  return level.unique(masked);
};

const remember = (level: Level, content: string, isKey: boolean): void => {
  if (level.list) level.previous = content;
  else if (isKey) level.key = content;
  else if (isNaming(level.key ?? '')) level.named = asName(content);
};

const punctuate = (levels: Level[], char: string, label: string): void => {
  const level = levels.at(-1);
  if (char === '{' || char === '[') {
    const around = level ? labelAt(level) : label;
    levels.push({
      list: char === '[',
      around,
      key: undefined,
      named: '',
      previous: undefined,
      unique: undefined,
    });
  } else if (char === '}' || char === ']') levels.pop();
  else if (char === ',' && level) level.key = undefined;
};
