// What is remembered of somebody's hours is what the store would say, or nothing.
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { learnHour, neighboursOf, type KnownHours, type Neighbours } from '../../src/rollups/known-hours.ts';

/** As the store answers. */
function asked(store: ReadonlySet<number>, hour: number): Neighbours {
  const hours = [...store].sort((a, b) => a - b);
  const before = hours.findLast((one) => one <= hour) ?? null;
  return { before, after: hours.find((one) => one > hour) ?? null };
}

const hours = fc.integer({ min: 0, max: 40 });

test('neighbours are those of the store, wherever it need not be asked', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(hours, { maxLength: 12 }),
      fc.array(hours, { minLength: 1, maxLength: 40 }),
      (first, visits) => {
        const store = new Set(first);
        let known: KnownHours | undefined;
        for (const hour of visits) {
          const answer = asked(store, hour);
          const remembered = known === undefined ? null : neighboursOf(known, hour);
          if (remembered !== null) expect(remembered.before).toBe(answer.before);
          if (remembered?.before === hour) continue;
          if (remembered !== null) expect(remembered.after).toBe(answer.after);
          store.add(hour);
          known = learnHour(known, { hour, ...(remembered ?? answer) });
        }
      },
    ),
  );
});

test('whoever was first seen here is never looked up again', () => {
  let known = learnHour(undefined, { hour: 9, before: null, after: null });
  expect(neighboursOf(known, 3)).toEqual({ before: null, after: 9 });
  known = learnHour(known, { hour: 3, before: null, after: 9 });
  expect(neighboursOf(known, 5)).toEqual({ before: 3, after: 9 });
  expect(neighboursOf(known, 12)).toEqual({ before: 9, after: null });
});
