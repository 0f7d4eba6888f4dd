import { expect, test } from '@jest/globals';
import { databaseKinds } from '@governance-agent/testkit';
import { verify } from '../src/index.ts';
import { maskedEvents } from './support/events.ts';
import { ACME, testStore } from './support/store.ts';

test.each(databaseKinds)('an honest %s store never alarms while it is being written to', async (kind) => {
  const store = await testStore(kind);
  let writing = true;
  const write = async (): Promise<void> => {
    for (let call = 0; call < 60; call += 1)
      await store.writer.append(ACME, maskedEvents(20, {}, `${call}-`));
    writing = false;
  };
  const watch = async (): Promise<number> => {
    let reports = 0;
    while (writing) {
      const { database, key, clock } = store;
      const report = await verify({ database, trustedKeys: [key.publicKey], mode: 'full', clock });
      expect(report).toMatchObject({ verdict: 'verified' });
      reports += 1;
    }
    return reports;
  };
  const [, reports] = await Promise.all([write(), watch()]);
  expect(reports).toBeGreaterThan(1);
  await store.remove();
});

test('progress reaches the total', async () => {
  const store = await testStore('sqlite');
  await store.writer.append(ACME, maskedEvents(2500));
  const seen: [number, number][] = [];
  const { database, key, clock } = store;
  await verify({
    database,
    trustedKeys: [key.publicKey],
    mode: 'full',
    clock,
    onProgress: (done, total) => seen.push([done, total]),
  });
  expect(seen).toEqual([
    [1000, 2500],
    [2000, 2500],
    [2500, 2500],
  ]);
  await store.remove();
});
