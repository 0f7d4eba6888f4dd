// The pure parts of the portal: what people read and what spreadsheets open.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { csvOf } from '../src/format/csv.ts';
import { maskedPieces } from '../src/format/masked.ts';
import { dollars, duration } from '../src/format/numbers.ts';
import { localInput, utcOf } from '../src/format/local-time.ts';
import { attributeFilter, filtersFrom, withFilter } from '../src/state/filters.ts';
import { parseSearch, stringifySearch } from '../src/state/search.ts';

describe('masked text', () => {
  test('marks what the row says was masked, and nothing else', () => {
    const pieces = maskedPieces('to [EMAIL] and [NIK], see [TODO]', new Set(['EMAIL']));
    expect(pieces.map(({ entity }) => entity)).toEqual([undefined, 'EMAIL', undefined]);
  });

  test('loses and adds nothing', () => {
    const words = fc.constantFrom('[EMAIL]', '[', ']', 'a', '[NIK]', '\n', '[[EMAIL]]', '😀');
    fc.assert(
      fc.property(fc.array(words), (parts) => {
        const text = parts.join('');
        const pieces = maskedPieces(text, new Set(['EMAIL']));
        expect(pieces.map((piece) => piece.text).join('')).toBe(text);
      }),
    );
  });
});

describe('csv', () => {
  test.each([
    ['=HYPERLINK("http://x")', `"'=HYPERLINK(""http://x"")"`],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\tx', "'\tx"],
    ['plain', 'plain'],
    ['a,b', '"a,b"'],
    ['two\nlines', '"two\nlines"'],
    [-1, '-1'],
    [null, ''],
    [{ a: 1 }, '"{""a"":1}"'],
  ])('%j is written as %s', (value, written) => {
    expect(csvOf([{ value }], ['value'])).toBe(`value\r\n${written}\r\n`);
  });
});

describe('filters', () => {
  test('keep what the API knows and drop what it does not', () => {
    const given = {
      decision: 'blocked',
      'attr.team': 'core',
      'attr.': 'x',
      page: '2',
      model: ' ',
      limit: '1',
    };
    expect(filtersFrom(given)).toEqual({ decision: 'blocked', 'attr.team': 'core' });
  });

  test('go away one by one', () => {
    expect(withFilter({ decision: 'blocked', model: 'm' }, 'model', undefined)).toEqual({
      decision: 'blocked',
    });
  });

  test.each([
    ['team=core', ['attr.team', 'core']],
    [' cost_center = a=b ', ['attr.cost_center', 'a=b']],
    ['team', undefined],
    ['=x', undefined],
  ])('%j is read as %j', (text, filter) => {
    expect(attributeFilter(text)).toEqual(filter);
  });

  test('survive the address bar', () => {
    const values = fc.dictionary(fc.string({ minLength: 1 }), fc.string({ minLength: 1 }));
    fc.assert(
      fc.property(values, (search) => {
        expect(parseSearch(stringifySearch(search))).toEqual({ ...search });
      }),
    );
  });

  test('a time that nobody touched stays as it is, to the millisecond', () => {
    const since = '2026-11-20T10:11:12.345Z';
    expect(utcOf(localInput(since) ?? '', since)).toBe(since);
    expect(utcOf('', since)).toBe('');
  });
});

test.each([
  [dollars(null), '–'],
  [dollars(0.008604), '$0.0086'],
  [dollars(1234.5), '$1,234.50'],
  [duration(61), '61 ms'],
  [duration(1500), '1.5 s'],
  [duration(125_000), '2 min 5 s'],
])('%s reads %s', (written, expected) => {
  expect(written).toBe(expected);
});
