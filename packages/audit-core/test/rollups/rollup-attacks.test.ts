// A rollup that does not say what the rows say is found, named, and mended from the rows.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  ensureAttributeRollups,
  rebuildRollups,
  verify,
  type VerifyMode,
  type VerifyReport,
} from '../../src/index.ts';
import { dropGuards } from '../support/attacks.ts';
import { maskedEvents } from '../support/events.ts';
import { rollupAttacks } from '../support/rollup-attacks.ts';
import { ACME, storeKinds, testStore, type TestStore } from '../support/store.ts';

const ROWS = 40;
/** Small segments on threads of their own, or all of it here. */
const THREADS = { segmentRows: 8, threadsFromRows: 1, threads: 2 };

/** Two sessions, each in two hours with another one between. */
function eventOf(call: number) {
  const occurredAt = 1_795_230_615_520_000_000n + BigInt(2 * call) * 3_600_000_000_000n;
  return { sessionId: `session-${call % 2}`, occurredAt: occurredAt.toString() };
}

describe.each(storeKinds)('tampered rollups on %s', (kind) => {
  let store: TestStore;
  beforeAll(async () => {
    store = await testStore(kind);
    await ensureAttributeRollups(store.database, ['service.name']);
    for (let call = 0; call < 4; call += 1)
      await store.writer.append(
        ACME,
        maskedEvents(ROWS / 4, { ...eventOf(call), toolName: 'Bash' }, `call-${call}`),
      );
  });
  afterAll(() => store.remove());

  const report = (mode: VerifyMode, tuning = {}): Promise<VerifyReport> => {
    const { database, clock, key } = store;
    return verify({ database, clock, mode, tuning, trustedKeys: [key.publicKey] });
  };

  test.each(['full', 'deep'] as const)(
    'an honest store is verified in mode %s, on threads too',
    async (mode) => {
      expect((await report(mode)).verdict).toBe('verified');
      expect((await report(mode, THREADS)).verdict).toBe('verified');
    },
  );

  test.each(rollupAttacks)('$name', async ({ run, names }) => {
    await run(store.database.knex);
    const found = await report('full');
    expect(found).toMatchObject({
      verdict: 'broken',
      chains: [{ tenant: 'acme', breaks: [{ seq: 1, through: ROWS, kind: 'rollup' }] }],
    });
    expect(found.chains[0]?.breaks[0]?.detail).toMatch(names);
    await rebuildRollups(store.database, 'acme');
    expect((await report('full')).verdict).toBe('verified');
  });

  test('is found on threads, and not looked for by the quick mode', async () => {
    await store.database.knex('usage_rollups').where({ tenant: 'acme' }).update({ events: 1000 });
    expect((await report('deep', THREADS)).chains[0]?.breaks).toMatchObject([{ kind: 'rollup' }]);
    expect((await report('quick')).verdict).toBe('verified');
    await rebuildRollups(store.database, 'acme');
  });

  test('rollups that are behind are a warning: reads do not use them', async () => {
    await store.database.knex('chain_heads').where({ tenant: 'acme' }).update({ rolled: 3 });
    const found = await report('full');
    expect(found.verdict).toBe('verified');
    expect(found.warnings).toMatchObject([{ tenant: 'acme' }]);
    await rebuildRollups(store.database, 'acme');
  });

  test('damaged rows are the finding, not what is derived from them', async () => {
    await dropGuards(store.database.knex);
    await store.database.knex('audit_logs').where({ tenant: 'acme', seq: 7 }).update({ tokens_input: 5 });
    expect((await report('full')).chains[0]?.breaks.map(({ kind: what }) => what)).toEqual(['column']);
  });
});
