// Percentiles by nearest rank.
import { describe, expect, it } from '@jest/globals';
import { createRandom } from '../masking/texts.ts';
import { median, percentile } from '../measure.ts';

describe('percentile', () => {
  it.each([
    { share: 0.5, value: 50 },
    { share: 0.99, value: 99 },
    { share: 0.991, value: 100 },
    { share: 1, value: 100 },
    { share: 0, value: 1 },
  ])('of one to a hundred at $share is $value', ({ share, value }) => {
    const values = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect(percentile(values, share)).toBe(value);
  });

  it('sorts by size, not by text', () => {
    expect(median([9, 10, 100])).toBe(10);
  });

  it('of a few values is the slowest, not the one before', () => {
    expect(percentile([1, 2, 3], 0.99)).toBe(3);
  });

  it('of nothing is nothing', () => {
    expect(percentile([], 0.99)).toBe(0);
  });

  it('is the smallest value that so many do not exceed', () => {
    const random = createRandom(5);
    for (let round = 0; round < 500; round += 1) {
      const values = Array.from({ length: 1 + random(30) }, () => random(50) - 25);
      const percent = 1 + random(100);
      const found = percentile(values, percent / 100);
      // In whole numbers: a product of fractions may lie a little beside.
      const isEnough = (limit: number): boolean =>
        values.filter((each) => each <= limit).length * 100 >= percent * values.length;
      expect(values).toContain(found);
      expect(isEnough(found)).toBe(true);
      expect(values.filter((each) => each < found).some(isEnough)).toBe(false);
    }
  });
});
