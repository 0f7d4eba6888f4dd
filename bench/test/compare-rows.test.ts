// Every acknowledged record has one row.
import { describe, expect, it } from '@jest/globals';
import { compareRows } from '../ingest/compare-rows.ts';

/** Requests of two records: 10 and 11, 12 and 13, 14 and 15. */
const sent = (...taken: readonly number[]) => ({ first: 10, size: 2, taken });

describe('comparing rows', () => {
  it.each([
    { name: 'every record once', taken: [0, 2], found: [15, 10, 14, 11], lost: 0, doubled: 0 },
    { name: 'an acknowledged record without a row', taken: [0, 1], found: [10, 11, 13], lost: 1, doubled: 0 },
    {
      name: 'rows of a request that was to be sent again',
      taken: [0],
      found: [10, 11, 12, 13],
      lost: 0,
      doubled: 0,
    },
    { name: 'such rows do not make up for a lost one', taken: [0], found: [10, 12, 13], lost: 1, doubled: 0 },
    { name: 'a record with three rows', taken: [0], found: [10, 11, 11, 11], lost: 0, doubled: 2 },
    { name: 'nothing at all', taken: [], found: [], lost: 0, doubled: 0 },
  ])('$name: $lost lost, $doubled doubled', ({ taken, found, lost, doubled }) => {
    expect(compareRows(sent(...taken), found)).toEqual({ lost, doubled });
  });
});
