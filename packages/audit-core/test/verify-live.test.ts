import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { databaseKinds } from '@governance-agent/testkit';
import { createCheckpointNow, createSigner, verify } from '../src/index.ts';
import { maskedEvents } from './support/events.ts';
import { ACME, testStore } from './support/store.ts';

test.each(databaseKinds)('an honest %s store never alarms while it is being written to', async (kind) => {
  const store = await testStore(kind, { checkpointInterval: { rows: 7, ms: 60_000 } });
  const { database, key, clock } = store;
  const signer = createSigner({ key });
  let watching = true;
  const write = async (): Promise<void> => {
    for (let call = 0; watching && call < 500; call += 1) {
      await store.writer.append(ACME, maskedEvents(5, {}, `${call}-`));
      if (call % 3 === 0) await createCheckpointNow({ database, signer, clock }, ACME.tenant);
      await pause(1);
    }
  };
  const watch = async (): Promise<number> => {
    const sizes = new Set<number>();
    for (let run = 0; run < 300 && sizes.size < 4; run += 1) {
      const report = await verify({ database, trustedKeys: [key.publicKey], mode: 'full', clock });
      expect(report.chains.flatMap(({ breaks }) => breaks)).toEqual([]);
      sizes.add(report.chains[0]?.rows ?? 0);
    }
    watching = false;
    return sizes.size;
  };
  const [, sizes] = await Promise.all([write(), watch()]);
  // The chain grew between the reports: verification and writing really overlapped.
  expect(sizes).toBe(4);
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
