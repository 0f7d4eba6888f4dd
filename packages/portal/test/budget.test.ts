// The arithmetic of a budget: what it allows for a time, when it is spent, and what a browser remembers of it.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { allowance, budgetFrom, outlook, outlookSince, type Spending } from '../src/state/budget.ts';
import { keepBudget, keptBudget, searchOf } from '../src/state/budget-memory.ts';
import { outlookText } from '../src/pages/usage/outlook-text.ts';

const at = (text: string): number => Date.parse(text);

describe('a budget', () => {
  test.each([
    ['500', 'group', { usd: 500, per: 'group' }],
    [' 12.5 ', undefined, { usd: 12.5, per: 'all' }],
    ['1', 'nobody', { usd: 1, per: 'all' }],
    ['0', 'all', undefined],
    ['-3', 'all', undefined],
    ['', 'all', undefined],
    ['much', 'all', undefined],
    ['Infinity', 'all', undefined],
    ['1e12', 'all', undefined],
    [undefined, undefined, undefined],
  ])('%j per %j is %j', (amount, per, budget) => {
    expect(budgetFrom(amount, per)).toEqual(budget);
  });

  test('is remembered for its tenant alone, and forgotten when it is taken away', () => {
    const kept = new Map<string, string>();
    const storage = {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
      removeItem: (key: string) => void kept.delete(key),
    };
    keepBudget(storage, 'acme', { usd: 99.5, per: 'group' });
    expect(keptBudget(storage, 'acme')).toEqual({ usd: 99.5, per: 'group' });
    expect(keptBudget(storage, 'globex')).toBeUndefined();
    keepBudget(storage, 'acme', undefined);
    expect(kept.size).toBe(0);
    kept.set('governance-agent.budget.acme', 'nonsense');
    expect(keptBudget(storage, 'acme')).toBeUndefined();
  });

  test('survives the address', () => {
    const { budget, budget_per: per } = searchOf({ usd: 0.01, per: 'all' });
    expect(budgetFrom(budget, per)).toEqual({ usd: 0.01, per: 'all' });
  });
});

describe('what a budget allows', () => {
  test.each([
    ['a whole month', '2026-02-01', '2026-03-01', 280],
    ['a day of February', '2026-02-10', '2026-02-11', 10],
    ['a day of a leap February', '2028-02-10', '2028-02-11', 280 / 29],
    ['days on both sides of a month end', '2026-01-31', '2026-02-02', 280 / 31 + 10],
    ['a year', '2026-01-01', '2027-01-01', 12 * 280],
    ['an hour', '2026-02-10T05:00:00Z', '2026-02-10T06:00:00Z', 10 / 24],
    ['nothing', '2026-02-10', '2026-02-10', 0],
  ])('in %s', (_time, since, until, dollars) => {
    expect(allowance(280, at(since), at(until))).toBeCloseTo(dollars, 9);
  });

  test('adds up, however a time is cut', () => {
    const time = fc.integer({ min: at('2024-01-01'), max: at('2028-01-01') });
    fc.assert(
      fc.property(time, time, time, (...times) => {
        const [a, b, c] = times.sort((one, other) => one - other);
        expect(allowance(100, a, b) + allowance(100, b, c)).toBeCloseTo(allowance(100, a, c), 6);
      }),
    );
  });
});

describe('when it is spent', () => {
  const noon = at('2026-11-15T12:00:00Z');
  // Each day of November so far, and two of October that the month does not count.
  const days = (cost: number): Spending[] =>
    [
      '2026-10-30',
      '2026-10-31',
      ...Array.from({ length: 15 }, (_, day) => `2026-11-${String(day + 1).padStart(2, '0')}`),
    ].map((day) => ({ start: `${day}T00:00:00.000Z`, cost }));

  test('over: on the day whose costs went across', () => {
    const found = outlook(50, days(10), noon);
    expect(found).toMatchObject({ kind: 'over', spent: 150, at: at('2026-11-05') });
    expect(outlookText(50, found)).toBe(
      'This month (UTC): $150.00 of $50.00. The budget was crossed on Nov 5.',
    );
  });

  test('crossing: at the pace of the last seven days', () => {
    // 70 dollars in six and a half days; 35 are left: three and a quarter days from noon.
    const found = outlook(185, days(10), noon);
    expect(found).toMatchObject({ kind: 'crossing', spent: 150, at: at('2026-11-18T18:00:00Z') });
    expect(outlookText(185, found)).toMatch(/pace of \$10\.77 a day .* crossed on Nov 18\.$/);
  });

  test('within: the month ends before', () => {
    const found = outlook(1000, days(10), noon);
    expect(found).toMatchObject({ kind: 'within', at: at('2026-12-01') });
    expect(outlookText(1000, found)).toMatch(/the month ends at \$316\.92, within the budget\.$/);
  });

  test('nothing spent is no pace', () => {
    expect(outlook(1, [], noon)).toMatchObject({ kind: 'within', spent: 0, pace: 0, atEnd: 0 });
  });

  test.each([
    ['2026-11-15T12:00:00Z', '2026-11-01'],
    ['2026-11-02T12:00:00Z', '2026-10-27'],
  ])('on %s costs since %s are needed', (now, since) => {
    expect(outlookSince(at(now))).toBe(at(since));
  });
});
