import { expect, test } from '@jest/globals';
import { createRandomPool } from '../src/random-pool.ts';

test('never hands out the same bytes twice, whatever the sizes', () => {
  const random = createRandomPool();
  const seen = new Set<string>();
  for (let index = 0; index < 3000; index += 1) seen.add(random(16 + (index % 17)).toString('hex'));
  expect(seen.size).toBe(3000);
  expect(random(20_000)).toHaveLength(20_000);
});

test('keeps nothing of what it handed out', () => {
  const random = createRandomPool();
  const first = random(16);
  const copy = Buffer.from(first);
  random(16);
  expect(first).toEqual(copy);
});
