import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import {
  createAuditWriter,
  createCheckpointNow,
  createSigner,
  erase,
  generateSigningKey,
  rotateKeys,
  verify,
} from '../src/index.ts';
import { maskedEvents } from './support/events.ts';
import { createHistory } from './support/history.ts';
import { ACME, GLOBEX, storeKinds, testStore } from './support/store.ts';

test.each(storeKinds)('an honest %s store never alarms while it is being written to', async (kind) => {
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

test.each(storeKinds)('rotation and erasure beside verification never alarm on %s', async (kind) => {
  const { store, writer: second, oldKey, newKey } = await createHistory(kind);
  const { database, clock } = store;
  const act = { database, clock, actor: 'cli', tenant: 'acme', onHold: 'refuse' } as const;
  const newSigner = createSigner({ key: newKey });
  const thirdSigner = createSigner({ key: generateSigningKey() });
  const third = createAuditWriter({ database, clock, signer: thirdSigner });
  let watching = true;
  let now = { writer: second, signer: newSigner };
  const write = async (): Promise<void> => {
    for (let call = 0; watching && call < 200; call += 1) {
      const gone = `gone-${call}@acme.example`;
      const change = { sessionId: `live-${call % 5}`, userEmail: gone };
      await now.writer.append(ACME, maskedEvents(3, change, `live-${call}-`));
      await now.writer.append(GLOBEX, maskedEvents(2, { sessionId: 'theirs' }, `live-${call}-`));
      if (call === 4) await rotate();
      await erase({ ...act, signer: now.signer, selector: { by: 'user', value: gone } });
    }
  };
  const rotate = async (): Promise<void> => {
    await rotateKeys({ ...act, oldSigner: newSigner, newSigner: thirdSigner });
    now = { writer: third, signer: thirdSigner };
  };
  const watch = async (): Promise<number> => {
    for (let run = 0; run < 8; run += 1) {
      const tuning = { segmentRows: 16, threads: run % 2 === 0 ? 2 : 0, threadsFromRows: 1 };
      const trustedKeys = [oldKey.publicKey, newKey.publicKey];
      const report = await verify({ database, trustedKeys, mode: 'deep', clock, tuning });
      const alarms = report.chains.flatMap(({ breaks }) => breaks);
      expect(alarms).toEqual([]);
    }
    watching = false;
    const { chains } = await verify({ database, trustedKeys: [oldKey.publicKey], mode: 'deep', clock });
    return chains[0]?.keys.length ?? 0;
  };
  const [, keys] = await Promise.all([write(), watch()]);
  expect(keys).toBe(3);
  await third.close();
  await second.close();
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
