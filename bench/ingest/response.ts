// The least of HTTP/1.1 that a load generator needs of an answer: its status, and where it ends.

export interface ParsedAnswer {
  readonly status: number;
  /** bytes of the whole answer */
  readonly length: number;
  /** The server closes the connection after it. */
  readonly closes: boolean;
}

const HEAD_END = '\r\n\r\n';
const LAST_CHUNK = '0\r\n\r\n';

/** @returns undefined while the answer is not whole. Chunked bodies of answers to exports never hold the last chunk's text. */
export function parseAnswer(bytes: Buffer): ParsedAnswer | undefined {
  const headEnd = bytes.indexOf(HEAD_END);
  if (headEnd < 0) return undefined;
  const head = bytes.toString('latin1', 0, headEnd).toLowerCase();
  const status = Number(head.slice(9, 12));
  const closes = head.includes('\r\nconnection: close');
  const bodyStart = headEnd + HEAD_END.length;
  const length = lengthOf(bytes, head, bodyStart);
  return length === undefined || bytes.length < length ? undefined : { status, length, closes };
}

function lengthOf(bytes: Buffer, head: string, bodyStart: number): number | undefined {
  const announced = /\r\ncontent-length: *(\d+)/.exec(head)?.[1];
  if (announced !== undefined) return bodyStart + Number(announced);
  if (!head.includes('\r\ntransfer-encoding: chunked')) return bodyStart;
  const last = bytes.indexOf(LAST_CHUNK, bodyStart);
  return last < 0 ? undefined : last + LAST_CHUNK.length;
}
