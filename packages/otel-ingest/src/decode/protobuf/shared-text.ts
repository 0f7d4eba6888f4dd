// Texts that come again: nearly every record has the keys of the one before, and many of its values.
import { utf8Text } from '../text.ts';

/** Remembers short texts of one body by their bytes; lives for one decode. */
export interface SharedTexts {
  /** As `utf8Text`. */
  read(start: number, end: number): string;
}

/** Longer ones seldom come again. */
const MOST_BYTES = 48;
/** A power of two. Of texts that fall into one slot the newest is kept. */
const SLOTS = 512;

export function createSharedTexts(bytes: Buffer): SharedTexts {
  const texts = new Array<string>(SLOTS).fill('');
  const starts = new Uint32Array(SLOTS);
  const lengths = new Uint8Array(SLOTS);
  const read = (start: number, end: number): string => {
    const length = end - start;
    if (length > MOST_BYTES || length === 0) return utf8Text(bytes, start, end);
    const slot = slotOf(bytes, start, length);
    const known = starts[slot] ?? 0;
    if (lengths[slot] === length && isSame(bytes, known, start, length)) return texts[slot] ?? '';
    const text = utf8Text(bytes, start, end);
    texts[slot] = text;
    starts[slot] = start;
    lengths[slot] = length;
    return text;
  };
  return { read };
}

function slotOf(bytes: Buffer, start: number, length: number): number {
  const first = bytes[start] ?? 0;
  const middle = bytes[start + (length >> 1)] ?? 0;
  const last = bytes[start + length - 1] ?? 0;
  return (length * 37 + first * 7 + middle * 61 + last * 131) & (SLOTS - 1);
}

// From the end: keys and values of a kind begin alike.
export function isSame(bytes: Buffer, a: number, b: number, length: number): boolean {
  for (let at = length - 1; at >= 0; at -= 1) if (bytes[a + at] !== bytes[b + at]) return false;
  return true;
}
