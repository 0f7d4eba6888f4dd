// Rows are let go of once they are stored, not when the whole heap is collected.
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { promotedIn } from '@governance-agent/testkit';

test.each([
  ['rows that were signed in parts', 'promoted.ts', 1 / 4],
  ['texts of numbers that do not come again', 'promoted-numbers.ts', 1 / 4],
])('%s go with the quick collections', async (_what, script, share) => {
  const { promoted, all } = await promotedIn(path.join(import.meta.dirname, 'processes', script));
  expect(promoted).toBeLessThan(all * share);
});
