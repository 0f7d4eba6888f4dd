// The normalised copy that detectors read, with the way back to the offsets of the original.
import { decodeEscape, shortEscape } from './escapes.ts';
import type { Fold } from './fold.ts';

/** A place where the copy is longer or shorter than the original: [start, end) in each. */
interface Shift {
  readonly start: number;
  readonly end: number;
  readonly originalStart: number;
  readonly originalEnd: number;
}

export interface View {
  readonly text: string;
  readonly shifts: readonly Shift[];
}

const needsCare = /[\\%&\u0080-\uffff]/g;

/** Collects the copy piecewise. */
interface Draft {
  readonly pieces: string[];
  readonly shifts: Shift[];
  length: number;
}

const keep = (draft: Draft, text: string, from: number, to: number): void => {
  if (from === to) return;
  draft.pieces.push(text.slice(from, to));
  draft.length += to - from;
};

const put = (draft: Draft, replacement: string, from: number, to: number): void => {
  const end = draft.length + replacement.length;
  if (replacement.length !== to - from) {
    draft.shifts.push({ start: draft.length, end, originalStart: from, originalEnd: to });
  }
  draft.pieces.push(replacement);
  draft.length = end;
};

interface Special {
  readonly text: string;
  readonly end: number;
}

const readShort = (text: string, index: number): Special | undefined => {
  const meaning = shortEscape(text.charAt(index + 1));
  return meaning === undefined ? undefined : { text: `\\${meaning}`, end: index + 2 };
};

/** What stands at `index` in the copy: the replacement and where it ends, or undefined to keep the character. */
const readSpecial = (text: string, index: number, fold: Fold): Special | undefined => {
  const code = text.codePointAt(index) ?? 0;
  if (code >= 128) {
    const folded = fold(code);
    return folded === undefined ? undefined : { text: folded, end: index + (code > 0xffff ? 2 : 1) };
  }
  const decoded = decodeEscape(text, index, code);
  if (!decoded) return code === 92 ? readShort(text, index) : undefined;
  const inner = decoded.text.codePointAt(0) ?? 0;
  return inner >= 128 ? { text: fold(inner) ?? decoded.text, end: decoded.end } : decoded;
};

/** The first index at or after `from` where the copy may differ from the original; -1 when it never does. */
const nextSpecial = (text: string, from: number): number => {
  needsCare.lastIndex = from;
  return needsCare.test(text) ? needsCare.lastIndex - 1 : -1;
};

/** NFKC, invisible characters dropped, digits of every script folded, escapes decoded (masking.md, How, 1). */
export function createView(text: string, fold: Fold): View {
  const draft: Draft = { pieces: [], shifts: [], length: 0 };
  let kept = 0;
  let index = nextSpecial(text, 0);
  while (index >= 0) {
    const special = readSpecial(text, index, fold);
    if (special) {
      keep(draft, text, kept, index);
      put(draft, special.text, index, special.end);
      kept = special.end;
    }
    index = nextSpecial(text, special ? special.end : index + 1);
  }
  if (kept === 0) return { text, shifts: [] };
  keep(draft, text, kept, text.length);
  return { text: draft.pieces.join(''), shifts: draft.shifts };
}

/** The last shift that begins at or before `offset`. */
const shiftBefore = (shifts: readonly Shift[], offset: number): Shift | undefined => {
  let low = 0;
  let high = shifts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const shift = shifts[middle];
    if (shift && shift.start <= offset) low = middle + 1;
    else high = middle;
  }
  return shifts[low - 1];
};

/** Where the character at `offset` of the copy begins in the original. */
export function originalStart(view: View, offset: number): number {
  const shift = shiftBefore(view.shifts, offset);
  if (!shift) return offset;
  return offset < shift.end ? shift.originalStart : shift.originalEnd + offset - shift.end;
}

/** Where the stretch of the copy that ends before `offset` ends in the original. */
export function originalEnd(view: View, offset: number): number {
  const shift = shiftBefore(view.shifts, offset - 1);
  if (!shift) return offset;
  return offset - 1 < shift.end ? shift.originalEnd : shift.originalEnd + offset - shift.end;
}
