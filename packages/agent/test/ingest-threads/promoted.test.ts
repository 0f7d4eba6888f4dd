// Rows are let go of once they are stored, not when the whole heap is collected.
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { promotedIn } from '@governance-agent/testkit';

test('rows that were taken over from a thread go with the quick collections', async () => {
  const { promoted, all } = await promotedIn(path.join(import.meta.dirname, 'scripts/promoted.ts'));
  expect(promoted).toBeLessThan(all);
});
