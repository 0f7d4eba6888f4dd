// When the people of the demo work, and at what.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { captures, FRIDAY, plan } from './generated.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
const runs = { numRuns: 20 };

const orders = fc.record({
  seed: fc.string({ maxLength: 12 }),
  now: fc.integer({ min: Date.parse('2025-01-01'), max: Date.parse('2030-01-01') }),
  days: fc.integer({ min: 1, max: 40 }),
  users: fc.integer({ min: 1, max: 16 }),
});

describe('a month', () => {
  test('lies within its days, and ends before now', () => {
    fc.assert(
      fc.property(orders, (order) => {
        const first = (Math.floor(order.now / DAY) - order.days + 1) * DAY;
        for (const { startsAt, capture } of plan(order)) {
          expect(startsAt).toBeGreaterThanOrEqual(Math.min(first, order.now - 5 * MINUTE));
          expect(startsAt + capture.endedAt - capture.startedAt).toBeLessThan(order.now);
        }
      }),
      runs,
    );
  });

  test('has working days and working hours, but for the last round', () => {
    fc.assert(
      fc.property(orders, (order) => {
        const past = plan(order).filter(({ startsAt }) => startsAt < order.now - 10 * MINUTE);
        for (const { startsAt } of past) {
          expect([0, 6]).not.toContain(new Date(startsAt).getUTCDay());
          expect(new Date(startsAt).getUTCHours()).toBeGreaterThanOrEqual(8);
          expect(new Date(startsAt).getUTCHours()).toBeLessThan(20);
        }
      }),
      runs,
    );
  });

  test('is the same for the same seed and clock, and another for another seed', () => {
    const shape = (seed: string) =>
      plan({ seed }).map(({ capture: { name }, ...visit }) => ({ name, ...visit }));
    expect(shape('a')).toEqual(shape('a'));
    expect(shape('a')).not.toEqual(shape('b'));
  });

  test('shows every capture, some thousands of records, and nothing twice at one time', () => {
    const visits = plan();
    expect(new Set(visits.map(({ capture }) => capture.name))).toEqual(
      new Set(captures.map(({ name }) => name)),
    );
    const records = visits.reduce((sum, { capture }) => sum + capture.records, 0);
    expect(records).toBeGreaterThan(3000);
    expect(records).toBeLessThan(8000);
    expect(new Set(visits.map(({ salt }) => salt)).size).toBe(visits.length);
  });

  test('has three teams on more than twenty days, and one person who sends no content', () => {
    const visits = plan();
    const teamDays = new Set(
      visits.map(({ startsAt, person }) => `${person.team} ${Math.floor(startsAt / DAY)}`),
    );
    const days = ['payments', 'platform', 'research'].map(
      (team) => [...teamDays].filter((day) => day.startsWith(team)).length,
    );
    expect(Math.min(...days)).toBeGreaterThan(15);
    expect(new Set([...teamDays].map((day) => day.split(' ')[1])).size).toBeGreaterThan(20);
    const withholding = visits.filter(({ person }) => person.withholds);
    expect(withholding.length).toBeGreaterThan(0);
    expect(withholding.every(({ capture }) => capture.withheld)).toBe(true);
  });
});

describe('a session', () => {
  test('is of one person and one client, one run after the other', () => {
    const sessions = Map.groupBy(plan(), ({ sessionId }) => sessionId);
    expect([...sessions.values()].some(({ length }) => length > 1)).toBe(true);
    for (const [first, ...rest] of sessions.values()) {
      let end = (first?.startsAt ?? 0) + lengthOf(first);
      for (const visit of rest) {
        expect(visit.person).toBe(first?.person);
        expect(visit.startsAt).toBeGreaterThan(end);
        end = visit.startsAt + lengthOf(visit);
      }
    }
  });

  test('the last round ends within the minutes before now, so that clocks look right', () => {
    const last = plan().slice(-30);
    expect(last[0]?.startsAt).toBeGreaterThan(FRIDAY - 3 * MINUTE);
  });
});

function lengthOf(visit: { capture: { startedAt: number; endedAt: number } } | undefined): number {
  return visit === undefined ? 0 : visit.capture.endedAt - visit.capture.startedAt;
}
