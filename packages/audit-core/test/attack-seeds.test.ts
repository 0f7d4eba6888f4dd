import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { databaseKinds } from '@governance-agent/testkit';
import type { Knex } from 'knex';
import {
  createSigner,
  readCheckpoint,
  verify,
  type Anchor,
  type RememberedHead,
  type VerifyOptions,
  type VerifyReport,
} from '../src/index.ts';
import { signCheckpoint } from '../src/chain/checkpoint.ts';
import { createHistory, HISTORY, type History } from './support/history.ts';
import { pickOf } from './support/random.ts';
import { seededAttacks } from './support/seeded-attacks.ts';
import { seededCuts } from './support/seeded-cuts.ts';

const SEEDS = Array.from({ length: 20 }, (_, seed) => seed + 1);

describe.each(databaseKinds)('seeded attacks on %s', (kind) => {
  let history: History;
  let head: RememberedHead;
  let anchor: Anchor;
  beforeAll(async () => {
    history = await createHistory(kind);
    const [chain] = (await report(history.store.database.knex)).chains;
    head = {
      tenant: 'acme',
      origin: chain?.origin ?? '',
      size: chain?.head?.size ?? 0,
      hash: chain?.head?.hash ?? '',
    };
    anchor = { tenant: 'acme', note: (await readCheckpoint(history.store.database, 'acme'))?.note ?? '' };
  });
  afterAll(async () => {
    await history.writer.close();
    await history.store.remove();
  });

  function report(knex: Knex, options: Partial<VerifyOptions> = {}): Promise<VerifyReport> {
    const { store, oldKey, newKey } = history;
    return verify({
      database: { ...store.database, knex },
      trustedKeys: [oldKey.publicKey, newKey.publicKey],
      mode: 'deep',
      tenant: 'acme',
      clock: store.clock,
      ...options,
    });
  }

  /** Everything that is done in it is taken back. */
  async function undone(work: (knex: Knex) => Promise<void>): Promise<void> {
    const transaction = await history.store.database.knex.transaction();
    try {
      await work(transaction);
    } finally {
      await transaction.rollback();
    }
  }

  test('the honest chain is verified in every mode, against head and anchor', async () => {
    const { knex } = history.store.database;
    for (const mode of ['quick', 'full', 'deep', 'incremental'] as const) {
      const found = await report(knex, { mode, heads: [head], anchors: [anchor] });
      // The newest rows alone have no root to compare an anchor with.
      const layer = mode === 'quick' ? 'remembered' : 'anchored';
      expect(found).toMatchObject({ verdict: 'verified', chains: [{ layer, breaks: [] }] });
    }
    expect(await report(knex, { anchors: [anchor] })).toMatchObject({
      verdict: 'verified',
      warnings: [],
      chains: [{ rows: HISTORY.size, layer: 'anchored', erased: 2, checkpoint: { size: HISTORY.size } }],
    });
  });

  test.each([...seededAttacks, ...seededCuts])(
    '$name: named at its row for every seed',
    async ({ run, needsOutside, notFirst }) => {
      for (const seed of SEEDS)
        await undone(async (knex) => {
          const expected = await run(knex, pickOf(seed), history);
          if (needsOutside) expect((await report(knex)).verdict).toBe('verified');
          const outside = needsOutside ? [{ heads: [head] }, { anchors: [anchor] }] : [{}];
          for (const options of outside) {
            const { verdict, chains } = await report(knex, options);
            const breaks = chains[0]?.breaks ?? [];
            expect({ seed, verdict }).toEqual({ seed, verdict: 'broken' });
            const covering = breaks.filter(
              ({ kind: of, seq, through }) =>
                of === expected.kind && seq <= expected.seq && through >= expected.seq,
            );
            expect({ seed, expected, breaks, covering: covering.length }).toMatchObject({ covering: 1 });
            if (notFirst) continue;
            expect({ seed, first: Math.min(...breaks.map(({ seq }) => seq)) }).toEqual({
              seed,
              first: expected.seq,
            });
          }
        });
    },
  );

  test('two trees of one size that were both signed', async () => {
    const signer = createSigner({ key: history.newKey });
    for (const seed of SEEDS) {
      const size = pickOf(seed).row(HISTORY.rotation + 1, HISTORY.size);
      const root = Buffer.alloc(32, seed).toString('base64');
      const other = Buffer.alloc(32, seed + 100).toString('base64');
      const anchors = [root, other].map((of) => ({
        tenant: 'acme',
        note: signCheckpoint(signer, { origin: head.origin ?? '', size, root: of }),
      }));
      const { chains } = await report(history.store.database.knex, { anchors });
      expect(chains[0]?.breaks).toMatchObject([{ seq: size, kind: 'root' }]);
    }
  });
});
