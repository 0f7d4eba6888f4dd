// Steps over a JSON string, in bytes or in text: both scans of a body share it.

const BACKSLASH = 0x5c;

interface Scanned {
  readonly length: number;
  indexOf(quote: string, from: number): number;
}

/** The index of the closing quote of the string that opens at `start`, or the end. Linear. */
export function endOfString(source: string | Buffer, start: number): number {
  let end = quoteAfter(source, start + 1);
  while (end !== -1 && isEscaped(source, start, end)) end = quoteAfter(source, end + 1);
  return end === -1 ? source.length : end;
}

function quoteAfter(source: Scanned, from: number): number {
  return source.indexOf('"', from);
}

function isEscaped(source: string | Buffer, start: number, at: number): boolean {
  let before = at - 1;
  while (before > start && codeAt(source, before) === BACKSLASH) before -= 1;
  return (at - before) % 2 === 0;
}

function codeAt(source: string | Buffer, at: number): number | undefined {
  return typeof source === 'string' ? source.charCodeAt(at) : source[at];
}
