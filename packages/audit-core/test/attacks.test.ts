import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readCheckpoint, verify, type VerifyMode } from '../src/index.ts';
import { BODY_COLUMNS, ENVELOPE_COLUMNS, UNSIGNED_COLUMNS } from '../src/row.ts';
import { attacks, dropGuards, ROWS } from './support/attacks.ts';
import { cutBehind } from './support/checkpoint-attacks.ts';
import { maskedEvents } from './support/events.ts';
import { ACME, GLOBEX, storeKinds, testStore, type TestStore } from './support/store.ts';

describe.each(storeKinds)('attacks on %s', (kind) => {
  let store: TestStore;
  beforeEach(async () => {
    store = await testStore(kind);
    await store.writer.append(ACME, maskedEvents(4, {}, 'a'));
    await store.writer.append(
      GLOBEX,
      maskedEvents(ROWS, { sessionId: '9a8a381c-ed53-4fed-bdf3-550f937a7c45' }, 'g'),
    );
    await store.writer.append(ACME, maskedEvents(ROWS - 4, {}, 'b'));
  });
  afterEach(() => store.remove());

  const report = (mode: VerifyMode = 'deep', trustedKeys = [store.key.publicKey]) =>
    verify({ database: store.database, trustedKeys, mode, clock: store.clock });

  test('an honest store is verified in both modes', async () => {
    expect(await report('deep')).toMatchObject({
      verdict: 'verified',
      chains: [{ rows: ROWS, signatures: ROWS }, { rows: ROWS }],
    });
    expect(await report('full')).toMatchObject({
      verdict: 'verified',
      chains: [{ signatures: 1 }, { signatures: 1 }],
    });
  });

  test('without a pinned key nothing is verified', async () => {
    expect(await report('deep', [])).toMatchObject({ verdict: 'unverifiable' });
  });

  test.each(attacks)('$name is named', async ({ run, seq, kind: expected }) => {
    await dropGuards(store.database.knex);
    await run(store.database.knex);
    const { verdict, chains } = await report();
    expect(verdict).toBe('broken');
    const breaks = chains.find(({ tenant }) => tenant === 'acme')?.breaks ?? [];
    expect(breaks.map((found) => ({ seq: found.seq, kind: found.kind }))).toContainEqual({
      seq,
      kind: expected,
    });
    expect(Math.min(...breaks.map((found) => found.seq))).toBe(seq);
  });

  test('a tail that was cut and grown again differs from the checkpoint it had', async () => {
    const { knex } = store.database;
    await dropGuards(knex);
    await cutBehind(knex, 3);
    await store.writer.append(ACME, maskedEvents(ROWS, {}, 'other'));
    const { chains } = await report('full');
    expect(chains[0]).toMatchObject({ rows: 3 + ROWS, breaks: [{ kind: 'root', seq: 4, through: 4 }] });
  });

  test('a checkpoint that is gone is no damage, and neither is a head without a frontier', async () => {
    const { knex } = store.database;
    await dropGuards(knex);
    await knex('checkpoints').where({ tenant: 'acme' }).delete();
    await knex('chain_heads').where({ tenant: 'acme' }).update({ frontier: null });
    expect((await report()).verdict).toBe('verified');
    expect(await readCheckpoint(store.database, 'acme')).toBeNull();
  });

  test('rows re-signed with another key are named even when every link is right', async () => {
    const other = await testStore(kind);
    await other.writer.append(ACME, maskedEvents(4, {}, 'a'));
    expect(
      await verify({
        database: other.database,
        trustedKeys: [store.key.publicKey],
        mode: 'full',
        clock: store.clock,
      }),
    ).toMatchObject({
      verdict: 'broken',
      chains: [
        {
          breaks: [
            { kind: 'root', seq: 4 },
            { kind: 'signature', seq: 4 },
          ],
        },
      ],
    });
    await other.remove();
  });
});

test('every column of audit_logs is signed or listed as unsigned', async () => {
  const store = await testStore('sqlite');
  const columns = Object.keys(await store.database.knex('audit_logs').columnInfo());
  expect(columns.sort()).toEqual([...BODY_COLUMNS, ...ENVELOPE_COLUMNS, ...UNSIGNED_COLUMNS].sort());
  await store.remove();
});
