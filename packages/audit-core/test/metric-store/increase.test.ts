import { describe, expect, test } from '@jest/globals';
import { countingOf, increaseOf, type Reading } from '../../src/metric-store/increase.ts';

const reading = (value: number | null, change: Partial<Reading> = {}): Reading => ({
  startTime: '1',
  value,
  exact: null,
  observations: null,
  ...change,
});

describe('countingOf', () => {
  test.each([
    ['gauge', 'unspecified', false, 'level'],
    ['sum', 'delta', true, 'delta'],
    ['sum', 'delta', false, 'delta'],
    ['sum', 'cumulative', true, 'cumulative'],
    ['sum', 'cumulative', false, 'level'],
    ['sum', 'unspecified', true, 'level'],
    ['histogram', 'delta', false, 'delta'],
    ['histogram', 'cumulative', false, 'cumulative'],
    ['histogram', 'unspecified', false, 'level'],
    ['exponential_histogram', 'cumulative', false, 'cumulative'],
    ['summary', 'unspecified', false, 'cumulative'],
  ] as const)('%s, %s, monotonic %s is %s', (kind, temporality, monotonic, expected) => {
    expect(countingOf({ kind, temporality, monotonic })).toBe(expected);
  });
});

describe('increaseOf', () => {
  test.each([
    ['delta: the amount itself', 'delta', undefined, reading(5), 5],
    ['delta: whatever came before', 'delta', reading(9), reading(5), 5],
    ['level: nothing', 'level', reading(9), reading(5), null],
    ['cumulative: the first counts from zero', 'cumulative', undefined, reading(5), 5],
    ['cumulative: the growth', 'cumulative', reading(5), reading(8), 3],
    ['cumulative: no growth', 'cumulative', reading(5), reading(5), 0],
    ['cumulative: a drop is a reset', 'cumulative', reading(5), reading(2), 2],
    [
      'cumulative: the first without a start is where counting begins',
      'cumulative',
      undefined,
      reading(5, { startTime: '0' }),
      0,
    ],
    [
      'cumulative: without a start, the growth',
      'cumulative',
      reading(5, { startTime: '0' }),
      reading(6, { startTime: '0' }),
      1,
    ],
    ['no recorded value: nothing', 'cumulative', reading(5), reading(null), null],
    [
      'beyond 2^53: exact',
      'cumulative',
      reading(2 ** 60, { exact: '1152921504606846977' }),
      reading(2 ** 60, { exact: '1152921504606846980' }),
      3,
    ],
  ] as const)('%s', (_name, counting, previous, current, expected) => {
    expect(increaseOf(counting, previous, current).delta).toBe(expected);
  });

  test.each([
    ['growth', { value: 1, observations: 2 }, { value: 4, observations: 5 }, 3, 3],
    [
      'a sum may fall while the count grows',
      { value: 9, observations: 2 },
      { value: 4, observations: 3 },
      -5,
      1,
    ],
    ['a count that fell is a reset', { value: 9, observations: 7 }, { value: 4, observations: 3 }, 4, 3],
    [
      'a distribution without a sum',
      { value: null, observations: 2 },
      { value: null, observations: 5 },
      null,
      3,
    ],
  ] as const)('distributions: %s', (_name, previous, current, delta, deltaObservations) => {
    const counted = increaseOf('cumulative', reading(null, previous), reading(null, current));
    expect(counted).toEqual({ delta, deltaObservations });
  });
});
