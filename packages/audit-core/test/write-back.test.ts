// The log of SQLite is written back aside: without it a store goes on as it did, with it no commit has to.
import { stat } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import BetterSqlite3 from 'better-sqlite3';
import { openDatabase, verify, withWriteBack, type Database } from '../src/index.ts';
import { maskedEvents } from './support/events.ts';
import { ACME, testStore, type TestStore } from './support/store.ts';

describe('the log of an SQLite store', () => {
  let store: TestStore;
  let file: string;
  beforeEach(async () => {
    store = await testStore('sqlite');
    file = store.url.slice('sqlite:'.length);
  });
  afterEach(() => store.remove());

  const sizeOf = async (suffix = ''): Promise<number> => (await stat(file + suffix)).size;

  async function isWrittenBack(before: number): Promise<boolean> {
    for (let tries = 0; tries < 100; tries += 1) {
      if ((await sizeOf()) > before) return true;
      await pause(100);
    }
    return false;
  }

  /** Fewer pages than the commit that writes back by itself waits for. */
  const append = (name: string) => store.writer.append(ACME, maskedEvents(300, {}, name));

  test('is written back by nobody while it is short, and by the thread', async () => {
    const before = await sizeOf();
    await append('alone');
    await pause(500);
    expect(await sizeOf()).toBe(before);
    const database = withWriteBack(openDatabase(store.url));
    expect(await isWrittenBack(before)).toBe(true);
    await database.close();
  });

  test('begins anew under rows that keep coming, which are all there', async () => {
    const database = withWriteBack(openDatabase(store.url));
    for (let group = 0; group < 12; group += 1) {
      await append(`group ${group}`);
      await pause(100);
    }
    // 3,600 rows take some 7 MB; whatever the log holds was begun anew.
    expect(await sizeOf('-wal')).toBeLessThan(await sizeOf());
    await database.close();
    const wanted = {
      database: store.database,
      trustedKeys: [store.key.publicKey],
      mode: 'deep',
      clock: store.clock,
    } as const;
    expect(await verify(wanted)).toMatchObject({ verdict: 'verified' });
  });

  const pagesOf = async ({ knex }: Database): Promise<unknown> => {
    const [{ wal_autocheckpoint: pages } = {}] =
      await knex.raw<{ wal_autocheckpoint?: number }[]>('PRAGMA wal_autocheckpoint');
    return pages;
  };

  test('is left to the thread for longer than to commits alone', async () => {
    expect(await pagesOf(store.database)).toBe(2000);
    const database = withWriteBack(openDatabase(store.url));
    expect(await pagesOf(database)).toBe(6000);
    await database.close();
  });

  test('is left to the commits where the thread cannot open the file', async () => {
    const gone: Database = { ...openDatabase(store.url), url: `sqlite:${file}.gone` };
    const database = withWriteBack(gone);
    for (let tries = 0; tries < 100 && (await pagesOf(database)) !== 2000; tries += 1) await pause(100);
    expect(await pagesOf(database)).toBe(2000);
    await expect(append('as ever')).resolves.toMatchObject({ appended: 300 });
    await database.close();
    await expect(stat(`${file}.gone`)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('is gone when whoever could commit has gone too', async () => {
    await append('last');
    const database = withWriteBack(store.database);
    await database.close();
    await expect(sizeOf('-wal')).rejects.toMatchObject({ code: 'ENOENT' });
    const reader = new BetterSqlite3(file, { readonly: true });
    expect(reader.pragma('integrity_check', { simple: true })).toBe('ok');
    reader.close();
  });
});

test('PostgreSQL writes back by itself', async () => {
  const store = await testStore('postgres');
  expect(withWriteBack(store.database)).toBe(store.database);
  await store.remove();
});
