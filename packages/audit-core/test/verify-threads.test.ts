// Segments, threads and what happens when a thread fails: the findings are those of one walk on one thread.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openDatabase, verify, type VerifyOptions, type VerifyTuning } from '../src/index.ts';
import { dropGuards } from './support/attacks.ts';
import { maskedEvents } from './support/events.ts';
import { ACME, storeKinds, testStore, type TestStore } from './support/store.ts';

const THREADS: VerifyTuning = { segmentRows: 8, threads: 2, threadsFromRows: 1 };
const cut = (from: number, through: number): string =>
  ['audit_logs', 'audit_content']
    .map((table) => `DELETE FROM ${table} WHERE seq BETWEEN ${from} AND ${through}`)
    .join(';');
const script = (name: string): URL => new URL(`./processes/${name}`, import.meta.url);

describe.each(storeKinds)('verification in segments on %s', (kind) => {
  let store: TestStore;
  beforeAll(async () => {
    store = await testStore(kind, { checkpointInterval: { rows: 5, ms: 60_000 } });
    for (let call = 0; call < 12; call += 1) {
      const sessionId = `session-${call % 3}`;
      await store.writer.append(ACME, maskedEvents(7, { sessionId }, `${call}-`));
    }
    await dropGuards(store.database.knex);
  });
  afterAll(() => store.remove());

  const report = (tuning: VerifyTuning, options: Partial<VerifyOptions> = {}) =>
    verify({
      database: store.database,
      trustedKeys: [store.key.publicKey],
      mode: 'deep',
      clock: store.clock,
      tuning,
      ...options,
    });

  test('an honest chain is verified whatever the segments, here and on threads', async () => {
    const whole = await report({});
    expect(whole).toMatchObject({
      verdict: 'verified',
      chains: [{ rows: 84, signatures: 84, head: { size: 84 }, breaks: [] }],
    });
    for (const segmentRows of [1, 2, 4, 16, 64])
      expect(await report({ segmentRows, threads: 0 })).toEqual(whole);
    expect(await report(THREADS)).toEqual(whole);
  });

  test.each([
    ['a column', "UPDATE audit_logs SET model = 'x' WHERE seq = 40", 40, 'column'],
    ['a session counter', 'UPDATE audit_logs SET session_seq = 99 WHERE seq = 33', 33, 'column'],
    ['a session', "UPDATE audit_logs SET session_id = 'x' WHERE seq = 33", 33, 'column'],
    ['a key', "UPDATE audit_logs SET key_id = 'x' WHERE seq = 41", 41, 'signature'],
    ['rows at a seam', cut(32, 33), 32, 'seq'],
    ['a whole segment', cut(33, 40), 33, 'seq'],
  ])('damage to %s is named once, the same way, in any segments', async (_, sql, seq, expected) => {
    const { knex } = store.database;
    const trx = await knex.transaction();
    try {
      for (const statement of sql.split(';')) await trx.raw(statement);
      const database = { ...store.database, knex: trx };
      const reports = [];
      for (const segmentRows of [1, 8, 128])
        reports.push(await report({ segmentRows, threads: 0 }, { database }));
      const [breaks = []] = reports.map(({ chains }) => chains[0]?.breaks ?? []);
      expect(breaks[0]).toMatchObject({ seq, kind: expected });
      expect(breaks.length).toBeLessThanOrEqual(2);
      for (const { chains } of reports) expect(chains[0]?.breaks).toEqual(breaks);
    } finally {
      await trx.rollback();
    }
  });

  test('progress on threads reaches the total', async () => {
    const seen: number[] = [];
    await report(THREADS, { onProgress: (done) => seen.push(done) });
    expect(seen.at(-1)).toBe(84);
  });

  test.each(['crash.ts', 'exit.ts', 'throw-late.ts'])(
    'a thread that fails (%s) is an error, not a verdict',
    async (name) => {
      await expect(report({ ...THREADS, threadScript: script(name) })).rejects.toMatchObject({
        code: 'worker_failed',
      });
    },
  );

  test('a store that a thread cannot read is an error, not a verdict', async () => {
    const elsewhere = await testStore(kind);
    const empty = elsewhere.url;
    await elsewhere.database.knex.schema.dropTable('audit_content');
    const database = { ...store.database, url: empty };
    await expect(report(THREADS, { database })).rejects.toMatchObject({ code: 'store_unavailable' });
    await elsewhere.remove();
  });
});

test('a database names the URL that threads open', async () => {
  const store = await testStore('sqlite');
  const again = openDatabase(store.database.url);
  expect(await again.knex('chain_heads')).toEqual([]);
  await again.close();
  await store.remove();
});
