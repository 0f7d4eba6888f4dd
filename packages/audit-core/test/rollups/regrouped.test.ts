// Usage that is rolled up by other attributes while rows are verified is no finding: there is nothing to hold it against.
import { expect, test } from '@jest/globals';
import { createVerifierCache } from '../../src/chain/chain-context.ts';
import { ensureAttributeRollups } from '../../src/index.ts';
import { NOTHING_OUTSIDE } from '../../src/verification/outside-of-chain.ts';
import { createLocalRunner, type TaskRunner } from '../../src/verification/task.ts';
import { verifyChain } from '../../src/verification/verify-chain.ts';
import { maskedEvents } from '../support/events.ts';
import { ACME, testStore } from '../support/store.ts';

test('a list of attributes that changes under a verification is a warning', async () => {
  const store = await testStore('sqlite');
  const { database, key } = store;
  await ensureAttributeRollups(database, ['service.name']);
  await store.writer.append(ACME, maskedEvents(5));
  const verifierOf = createVerifierCache();
  const local = createLocalRunner(database.knex, verifierOf, () => undefined);
  const changed: TaskRunner = {
    ...local,
    rollups: async (tenant, secret) => {
      await ensureAttributeRollups(database, ['team']);
      return local.rollups(tenant, secret);
    },
  };
  const pinned = new Map([[key.keyId, Buffer.from(key.publicKey).toString('base64')]]);
  const ask = (runner: TaskRunner) =>
    verifyChain(
      { knex: database.knex, pinned, verifierOf, segmentRows: 8, runnerFor: () => runner },
      { tenant: 'acme', mode: 'full', outside: NOTHING_OUTSIDE, base: undefined },
    );
  const found = await ask(changed);
  expect(found.report.breaks).toEqual([]);
  expect(found.warnings).toMatchObject([
    { tenant: 'acme', detail: expect.stringMatching(/other attributes/) },
  ]);
  expect(await ask(local)).toMatchObject({ warnings: [], report: { breaks: [] } });
  await store.remove();
});
