// Makes UTF-8 of a message safe to store, hash and sign: well-formed, without NUL (H12). JSON text: profileString.

const NUL = '\u0000';
const REPLACEMENT = '\uFFFD';

/**
 * UTF-8 bytes as text. Invalid bytes become U+FFFD. A lone surrogate, which writers put down as three bytes, becomes
 * one U+FFFD as in JSON, so that both codecs give the same value; a plain decoder would give three.
 */
export function utf8Text(bytes: Buffer, start: number, end: number): string {
  const text = bytes.toString('utf8', start, end);
  const sound = text.includes(REPLACEMENT) ? withoutSurrogates(bytes.subarray(start, end)) : text;
  return sound.includes(NUL) ? sound.replaceAll(NUL, '') : sound;
}

function withoutSurrogates(bytes: Buffer): string {
  const copy = Buffer.from(bytes);
  for (let at = copy.indexOf(0xed); at !== -1; at = copy.indexOf(0xed, at + 1)) {
    if (isSurrogate(copy[at + 1], copy[at + 2])) copy.set([0xef, 0xbf, 0xbd], at);
  }
  return copy.toString('utf8');
}

/** 0xED 0xA0..0xBF 0x80..0xBF is what U+D800..U+DFFF would be in UTF-8, had it a place there. */
function isSurrogate(second = 0, third = 0): boolean {
  return second >= 0xa0 && second <= 0xbf && third >= 0x80 && third <= 0xbf;
}
