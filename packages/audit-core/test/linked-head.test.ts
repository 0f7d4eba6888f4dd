// What the database itself refuses: a head that moves over rows which do not link.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Knex } from 'knex';
import type { SealedRow } from '../src/index.ts';
import { maskedEvents } from './support/events.ts';
import { ACME, storeKinds, testStore, type TestStore } from './support/store.ts';

const ROWS = 3;
const acme = { tenant: 'acme' };

const row = async (knex: Knex, seq: number): Promise<SealedRow> =>
  (await knex('audit_logs')
    .where({ ...acme, seq })
    .first()) as SealedRow;

/** A copy of the newest row behind it, and the head moved over it, as a careless writer would. */
const append = async (knex: Knex, change: Partial<SealedRow>, head: object = {}): Promise<unknown> => {
  const next = { seq: ROWS + 1, session_seq: 99, id: 'next', idempotency_key: 'next', row_hash: 'next' };
  const newest = await row(knex, ROWS);
  await knex('audit_logs').insert({ ...newest, ...next, prev_hash: newest.row_hash, ...change });
  return knex('chain_heads')
    .where(acme)
    .update({ size: ROWS + 1, head_hash: 'next', ...head });
};

const refused: readonly { readonly name: string; readonly run: (knex: Knex) => Promise<unknown> }[] = [
  {
    name: 'a fork: the hash of an older row',
    run: async (knex) => append(knex, { prev_hash: (await row(knex, 1)).row_hash }),
  },
  { name: 'a hash of nothing', run: (knex) => append(knex, { prev_hash: 'other' }) },
  { name: 'a gap', run: (knex) => append(knex, { seq: ROWS + 2 }, { size: ROWS + 2 }) },
  {
    name: 'a gap between two new rows',
    run: async (knex) => {
      const newest = await row(knex, ROWS);
      const further = { session_seq: 98, id: 'further', idempotency_key: 'further', row_hash: 'further' };
      await knex('audit_logs').insert({ ...newest, ...further, seq: ROWS + 1, prev_hash: newest.row_hash });
      return append(knex, { seq: ROWS + 3, prev_hash: 'further' }, { size: ROWS + 3 });
    },
  },
  {
    name: 'two rows in the wrong order',
    run: async (knex) => {
      const newest = await row(knex, ROWS);
      const second = { session_seq: 98, id: 'second', idempotency_key: 'second', row_hash: 'next' };
      await knex('audit_logs').insert({ ...newest, ...second, seq: ROWS + 2, prev_hash: newest.row_hash });
      return append(knex, { prev_hash: 'next', row_hash: 'other' }, { size: ROWS + 2 });
    },
  },
  { name: 'a head that names another hash', run: (knex) => append(knex, {}, { head_hash: 'other' }) },
  {
    name: 'a head without its row',
    run: (knex) =>
      knex('chain_heads')
        .where(acme)
        .update({ size: ROWS + 1 }),
  },
];

describe.each(storeKinds)('the head of a chain on %s', (kind) => {
  let store: TestStore;
  beforeEach(async () => {
    store = await testStore(kind);
    await store.writer.append(ACME, maskedEvents(ROWS));
  });
  afterEach(() => store.remove());

  test.each(refused)('does not move: $name', async ({ run }) => {
    await expect(run(store.database.knex)).rejects.toThrow('moves over linked rows alone');
    const head = await store.database.knex('chain_heads').where(acme).first<{ size: number }>('size');
    expect(head.size).toBe(ROWS);
  });

  test('moves over a row that links', async () => {
    expect(await append(store.database.knex, {})).toBe(1);
  });
});
