import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decodeLogs } from '../../src/decode/decode-logs.ts';
import { quoteLongIntegers } from '../../src/decode/json/exact-integers.ts';
import { DEFAULT_INGEST_SETTINGS } from '../../src/settings.ts';

const limits = DEFAULT_INGEST_SETTINGS;

test('bare integers beyond 2^53 stay exact, times included, and texts that look like them stay as they are', () => {
  const record = `{"timeUnixNano":1795230615520000001,"body":{"stringValue":"a \\\\\\" 12345678901234567890, \\\\"},
    "attributes":[{"key":"n","value":{"intValue":-9007199254740993}},{"key":"d","value":{"doubleValue":12345678901234567.5}}]}`;
  const request = Buffer.from(`{"resourceLogs":[{"scopeLogs":[{"logRecords":[${record}]}]}]}`);
  expect(decodeLogs('json', request, limits).resourceLogs[0]?.scopes[0]?.records[0]).toMatchObject({
    timeUnixNano: 1795230615520000001n,
    body: 'a \\" 12345678901234567890, \\',
    attributes: [
      ['n', '-9007199254740993'],
      ['d', 12345678901234568],
    ],
  });
});

describe('quoteLongIntegers', () => {
  test('changes nothing of JSON without long integers', () => {
    fc.assert(
      fc.property(fc.json({ stringUnit: 'binary' }), (text) => {
        const long = /[:[,\s]-?\d{16}/.test(text);
        if (!long) expect(quoteLongIntegers(text)).toBe(text);
        expect(() => JSON.parse(quoteLongIntegers(text)) as unknown).not.toThrow();
      }),
    );
  });

  test('gives back every integer, digit for digit, beside any string', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 10n ** 16n, max: 10n ** 20n }),
        fc.string({ unit: 'binary' }),
        (value, text) => {
          const json = `[${JSON.stringify(text)}, ${value}, -${value}, {"k":${value}}]`;
          expect(JSON.parse(quoteLongIntegers(json))).toEqual([
            text,
            `${value}`,
            `-${value}`,
            { k: `${value}` },
          ]);
        },
      ),
    );
  });
});

test('a request of which no record can be read is malformed', () => {
  const values = (depth: number): unknown =>
    depth === 0 ? {} : { arrayValue: { values: [values(depth - 1)] } };
  const request = { resourceLogs: [{ scopeLogs: [{ logRecords: [{ body: values(40) }] }] }] };
  expect(() => decodeLogs('json', Buffer.from(JSON.stringify(request)), limits)).toThrow(
    expect.objectContaining({ code: 'malformed' }),
  );
});
