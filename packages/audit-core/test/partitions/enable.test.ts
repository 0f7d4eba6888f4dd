// A store is turned into one in partitions while others write, and partitions are kept ready.
import { describe, expect, test } from '@jest/globals';
import {
  createAuditWriter,
  createSigner,
  enablePartitions,
  ensureAttributeIndexes,
  listPartitions,
  maintainPartitions,
  migrate,
  openDatabase,
  rollbackAll,
  schemaState,
  verify,
} from '../../src/index.ts';
import { dropGuards } from '../support/attacks.ts';
import { maskedEvents } from '../support/events.ts';
import { ACME, GLOBEX, testStore, type TestStore } from '../support/store.ts';

const names = async (store: TestStore): Promise<string[]> =>
  (await listPartitions(store.database)).map(({ name }) => name);

describe('turning a table into partitions', () => {
  test.each([
    ['month', 'audit_logs_p20261101', 'audit_logs_p20261201', 'audit_logs_p20270201'],
    ['week', 'audit_logs_p20261116', 'audit_logs_p20261123', 'audit_logs_p20261207'],
    ['day', 'audit_logs_p20261121', 'audit_logs_p20261122', 'audit_logs_p20261124'],
  ] as const)('a partition a %s, three ready ahead', async (period, history, next, last) => {
    const store = await testStore('postgres');
    const { database, clock } = store;
    await store.writer.append(ACME, maskedEvents(4));
    expect(await enablePartitions({ database, clock }, period)).toMatchObject({
      history,
      created: { length: 3, 0: next, 2: last },
    });
    expect(await names(store)).toHaveLength(5);
    expect(await maintainPartitions({ database, clock })).toEqual([]);
    await store.remove();
  });

  test('loses nothing of a writer that goes on, and the chain is verified', async () => {
    const store = await testStore('postgres');
    const { database, clock, key } = store;
    const other = openDatabase(store.url);
    const writer = createAuditWriter({ database: other, clock, signer: createSigner({ key }) });
    await store.writer.append(GLOBEX, maskedEvents(20, { sessionId: 'theirs' }));
    const writing = (async () => {
      for (let call = 0; call < 40; call += 1)
        await writer.append(ACME, maskedEvents(10, { sessionId: `s-${call % 3}` }, `call-${call}`));
    })();
    await enablePartitions({ database, clock }, 'month');
    await writing;
    // What was sent before and is sent again is known, wherever it stands.
    expect(await writer.append(ACME, maskedEvents(10, { sessionId: 's-0' }, 'call-0'))).toMatchObject({
      appended: 0,
    });
    const report = await verify({ database, clock, trustedKeys: [key.publicKey], mode: 'deep' });
    expect(report).toMatchObject({ verdict: 'verified', chains: [{ rows: 400 }, { rows: 20 }] });
    await writer.close();
    await other.close();
    await store.remove();
  });

  test('is refused a second time, and on an embedded store', async () => {
    const store = await testStore('partitioned postgres');
    const { database, clock } = store;
    await expect(enablePartitions({ database, clock }, 'day')).rejects.toMatchObject({ code: 'partitioned' });
    await store.remove();
    const embedded = await testStore('sqlite');
    const deps = { database: embedded.database, clock };
    await expect(enablePartitions(deps, 'day')).rejects.toMatchObject({ code: 'unsupported_database' });
    await expect(listPartitions(embedded.database)).rejects.toMatchObject({ code: 'unsupported_database' });
    await embedded.remove();
  });

  test('whoever could read the table can read it on', async () => {
    const store = await testStore('postgres');
    const { database, clock } = store;
    await database.knex.raw('GRANT SELECT ON audit_logs TO PUBLIC');
    await enablePartitions({ database, clock }, 'month');
    const { rows } = await database.knex.raw<{ rows: { acl: string }[] }>(
      `SELECT relacl::text AS acl FROM pg_class WHERE oid = 'audit_logs'::regclass`,
    );
    expect(rows[0]?.acl).toMatch(/[{,]=r\//);
    await store.remove();
  });

  test('rows outside the times of their chain are not converted', async () => {
    const store = await testStore('postgres');
    const { database, clock } = store;
    await store.writer.append(ACME, maskedEvents(3));
    await dropGuards(database.knex);
    await database.knex('audit_logs').where({ seq: 2 }).update({ received_at: 7 });
    await expect(enablePartitions({ database, clock }, 'month')).rejects.toMatchObject({
      code: 'store_corrupt',
    });
    expect(await names(store)).toEqual(['audit_logs']);
    await store.remove();
  });

  test('a table that is not in partitions is maintained by nobody', async () => {
    const store = await testStore('postgres');
    expect(await maintainPartitions(store)).toBeNull();
    await store.remove();
  });

  test('several agents that maintain at once make each partition once, with the guards of the table', async () => {
    const store = await testStore('partitioned postgres');
    const { database, clock } = store;
    clock.advance(2 * 86_400_000);
    const other = openDatabase(store.url);
    const made = await Promise.all([
      maintainPartitions(store),
      maintainPartitions({ database: other, clock }),
    ]);
    expect(made.flat().sort()).toEqual(['audit_logs_p20261125', 'audit_logs_p20261126']);
    await store.writer.append(ACME, maskedEvents(2));
    for (const table of ['audit_logs', ...(await names(store))])
      for (const statement of [
        `TRUNCATE ${table}`,
        ...(table === 'audit_logs' || table === 'audit_logs_p20261123'
          ? [`UPDATE ${table} SET model = 'x'`, `DELETE FROM ${table}`]
          : []),
      ])
        await expect(database.knex.raw(statement)).rejects.toThrow(/append-only/);
    await other.close();
    await store.remove();
  });

  test('rows that came while nobody made partitions are moved into theirs', async () => {
    const store = await testStore('partitioned postgres');
    const { database, clock, key } = store;
    await store.writer.append(ACME, maskedEvents(3, {}, 'before'));
    clock.advance(30 * 86_400_000);
    await store.writer.append(ACME, maskedEvents(3, {}, 'after'));
    const rowsOf = async (name: string) =>
      (await listPartitions(database)).find((one) => one.name === name)?.rows;
    expect(await rowsOf('audit_logs_default')).toBe(3);
    expect(await maintainPartitions(store)).toHaveLength(30);
    expect(await rowsOf('audit_logs_default')).toBe(0);
    expect(await rowsOf('audit_logs_p20261221')).toBe(3);
    await expect(database.knex('audit_logs_default').delete()).resolves.toBe(0);
    const report = await verify({ database, clock, trustedKeys: [key.publicKey], mode: 'deep' });
    expect(report).toMatchObject({ verdict: 'verified', chains: [{ rows: 6 }] });
    await store.remove();
  });

  test('attribute indexes are made, kept by new partitions, and dropped', async () => {
    const store = await testStore('partitioned postgres');
    const { database, clock } = store;
    expect(await ensureAttributeIndexes(database, ['team'])).toEqual({ created: ['team'], dropped: 0 });
    clock.advance(86_400_000);
    await maintainPartitions(store);
    expect(await ensureAttributeIndexes(database, ['team'])).toEqual({ created: [], dropped: 0 });
    const valid = `SELECT count(*) AS count FROM pg_indexes WHERE indexdef LIKE '%team%'`;
    expect((await database.knex.raw<{ rows: unknown[] }>(valid)).rows).toEqual([{ count: 7 }]);
    expect(await ensureAttributeIndexes(database, [])).toEqual({ created: [], dropped: 1 });
    expect(clock.now()).toBeGreaterThan(0);
    await store.remove();
  });

  test('the schema can be taken back and made again', async () => {
    const store = await testStore('partitioned postgres');
    await store.writer.append(ACME, maskedEvents(3));
    await rollbackAll(store.database);
    expect(await schemaState(store.database)).toBe('outdated');
    expect(await migrate(store.database)).toContain('audit-core-0001-decision-chain');
    expect(await schemaState(store.database)).toBe('current');
    await store.remove();
  });
});
