// Somebody else writes to the file, on this very thread: waiting inside SQLite would keep the other from ending.
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createSigner, generateSigningKey, openDatabase, rotateKeys } from '../src/index.ts';
import { maskedEvents } from './support/events.ts';
import { ACME, testStore, type TestStore } from './support/store.ts';

const HELD_MS = 300;

describe('a SQLite file that another connection writes to', () => {
  let store: TestStore;
  beforeEach(async () => {
    store = await testStore('sqlite');
  });
  afterEach(() => store.remove());

  const append = () => store.writer.append(ACME, maskedEvents(1));

  test.each([
    { what: 'the first append', before: () => Promise.resolve(), work: append },
    { what: 'a later append', before: append, work: append },
    { what: 'the change of a key', before: append, work: rotate },
  ])('$what waits for it', async ({ before, work }) => {
    await before();
    const held = await holdFile();
    const [done] = await Promise.all([work(), pause(HELD_MS).then(held.end)]);
    expect(done).toBeDefined();
  });

  function rotate() {
    const oldSigner = createSigner({ key: store.key });
    const newSigner = createSigner({ key: generateSigningKey() });
    return rotateKeys({ database: store.database, clock: store.clock, actor: 'cli', oldSigner, newSigner });
  }

  async function holdFile() {
    const other = openDatabase(store.url);
    const transaction = await other.knex.transaction();
    await transaction.raw('UPDATE chain_heads SET size = size');
    return {
      end: async () => {
        await transaction.rollback();
        await other.close();
      },
    };
  }
});
