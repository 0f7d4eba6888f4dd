// An open loop goes by the clock alone.
import { describe, expect, it } from '@jest/globals';
import { createRandom } from '../masking/texts.ts';
import { steadySchedule } from '../ingest/schedule.ts';

describe('a steady schedule', () => {
  it('spreads requests evenly: 20 rows each, 5,000 rows a second, one every 4 ms', () => {
    const schedule = steadySchedule(5000, 20, 1000);
    expect([0, 1, 250].map((index) => schedule.due(index))).toEqual([0, 4, 1000]);
  });

  it.each([
    { elapsed: -1, due: 0 },
    { elapsed: 0, due: 1 },
    { elapsed: 3.9, due: 1 },
    { elapsed: 4, due: 2 },
    { elapsed: 4000, due: 1000 },
    { elapsed: 9999, due: 1000 },
  ])('has $due requests due after $elapsed ms, however many were answered', ({ elapsed, due }) => {
    expect(steadySchedule(5000, 20, 1000).dueBy(elapsed)).toBe(due);
  });

  it('counts a request as due once its time has come, and not before', () => {
    const random = createRandom(3);
    for (let round = 0; round < 500; round += 1) {
      const schedule = steadySchedule(1 + random(100_000), 1 + random(1000), 10_000);
      const index = random(5000);
      const moment = schedule.due(1) / 1000;
      expect(schedule.dueBy(schedule.due(index) + moment)).toBeGreaterThan(index);
      expect(schedule.dueBy(schedule.due(index) - moment)).toBeLessThanOrEqual(index);
    }
  });
});
