// Real requests of the real client: the planted identities go, everything that joins and counts events stays.
import { gunzipSync } from 'node:zlib';
import { captureRequests, captures } from '@governance-agent/testkit';
import { describe, expect, test } from '@jest/globals';
import { createMasker, type JsonValue } from '../src/index.ts';

const masker = createMasker();
/** Planted in prompts, commands and answers when the captures were recorded. */
const planted = [
  'jane.doe@',
  '4111 1111',
  '4111111111111111',
  '3171234567890123',
  '3171015708900001',
  '01.234.567.8-901.000',
  '812-3456-7890',
];

const bodies = captures().flatMap((capture) =>
  captureRequests(capture)
    .filter(({ headers }) => headers['content-type']?.includes('json') === true)
    .map(({ body, headers, file }) => {
      const bytes = headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
      return { name: `${capture}/${file}`, value: JSON.parse(bytes.toString('utf8')) as JsonValue };
    }),
);

describe('captured telemetry', () => {
  test('is there to be masked', () => {
    expect(bodies.length).toBeGreaterThan(10);
  });

  test.each(bodies)('$name holds no planted identity afterwards', ({ value }) => {
    const masked = JSON.stringify(masker.begin().value(value));
    expect(planted.filter((text) => masked.includes(text))).toEqual([]);
  });

  test.each(bodies)('$name keeps ids, models and times', ({ value }) => {
    const kept =
      /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|toolu_\w+|req_\w+|claude-[a-z]+-[\w-]+|"timeUnixNano":"\d+"/g;
    const before = JSON.stringify(value).match(kept) ?? [];
    const after = JSON.stringify(masker.begin().value(value)).match(kept) ?? [];
    expect(after).toEqual(before);
  });
});
