// Where an answer ends.
import { describe, expect, it } from '@jest/globals';
import { parseAnswer } from '../ingest/response.ts';

const ANSWERS = [
  {
    name: 'a body of a known length',
    text: 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello',
    parsed: { status: 200, closes: false },
  },
  {
    name: 'no body',
    text: 'HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n',
    parsed: { status: 200, closes: false },
  },
  {
    name: 'a refusal that closes',
    text: 'HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}',
    parsed: { status: 503, closes: true },
  },
  {
    name: 'chunks',
    text: 'HTTP/1.1 429 Too Many Requests\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n',
    parsed: { status: 429, closes: false },
  },
];

describe.each(ANSWERS)('an answer with $name', ({ text, parsed }) => {
  it('is whole only with its last byte', () => {
    const whole = Array.from({ length: text.length }, (_, length) =>
      parseAnswer(Buffer.from(text.slice(0, length))),
    );
    expect(whole.every((each) => each === undefined)).toBe(true);
    expect(parseAnswer(Buffer.from(text))).toEqual({ ...parsed, length: text.length });
  });

  it('ends where the next begins', () => {
    expect(parseAnswer(Buffer.from(text + text))?.length).toBe(text.length);
  });
});
