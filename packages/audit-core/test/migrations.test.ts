import { describe, expect, test } from '@jest/globals';
import { databaseKinds, temporaryDatabaseUrl } from '@governance-agent/testkit';
import { migrate, openDatabase, rollbackAll, schemaState, type Migration } from '../src/index.ts';

const plugin: Migration = {
  name: 'plugin-0001-notes',
  up: (knex) => knex.schema.createTable('notes', (table) => table.text('note')),
  down: (knex) => knex.schema.dropTable('notes'),
};

describe.each(databaseKinds)('migrations on %s', (kind) => {
  test('run up, down and up again, with a plugin’s own', async () => {
    const { url, remove } = await temporaryDatabaseUrl(kind);
    const database = openDatabase(url);
    expect(await schemaState(database)).toBe('empty');
    expect(await migrate(database)).toEqual([
      'audit-core-0001-decision-chain',
      'audit-core-0002-checkpoints',
      'audit-core-0003-administration',
      'audit-core-0004-metrics',
      'audit-core-0005-metric-arrival',
      'audit-core-0006-rollups',
      'audit-core-0007-user-index',
      'audit-core-0008-rollup-arrivals',
      'audit-core-0010-linked-head',
      'audit-core-0011-detached-rows',
      'audit-core-0012-links-in-order',
      'audit-core-0013-member-usage',
    ]);
    expect(await schemaState(database)).toBe('current');
    expect(await schemaState(database, [plugin])).toBe('outdated');
    expect(await migrate(database, [plugin])).toEqual(['plugin-0001-notes']);
    await rollbackAll(database, [plugin]);
    expect(await database.knex.schema.hasTable('audit_logs')).toBe(false);
    expect(await database.knex.schema.hasTable('checkpoints')).toBe(false);
    expect(await migrate(database, [plugin])).toHaveLength(13);
    await database.close();
    await remove();
  });

  test('may be run by several processes at once', async () => {
    const { url, remove } = await temporaryDatabaseUrl(kind);
    const databases = [openDatabase(url), openDatabase(url)];
    if (kind === 'postgres') await Promise.all(databases.map((database) => migrate(database)));
    else for (const database of databases) await migrate(database);
    for (const database of databases) {
      expect(await schemaState(database)).toBe('current');
      await database.close();
    }
    await remove();
  });
});

/** A change of a large store: longer than a lock is waited for (4 s) and than a transaction may idle (10 s). */
const slow: Migration = {
  name: 'plugin-0002-slow',
  up: async (knex) => {
    await knex.raw('SELECT pg_sleep(10.5)');
    await knex.raw(
      'CREATE TABLE connections AS SELECT pid FROM pg_stat_activity WHERE datname = current_database()',
    );
  },
  down: (knex) => knex.schema.dropTable('connections'),
};

test('a long change of PostgreSQL runs once, on one connection, and who comes meanwhile waits for it', async () => {
  const { url, remove } = await temporaryDatabaseUrl('postgres');
  const [one, two] = [openDatabase(url), openDatabase(url)];
  const ran = await Promise.all([migrate(one, [slow]), migrate(two, [slow])]);
  expect(ran.map(({ length }) => length).sort()).toEqual([0, 13]);
  // One for each of the two agents: the lock is held by the connection that works.
  expect(await one.knex('connections')).toHaveLength(2);
  await one.close();
  await two.close();
  await remove();
}, 60_000);

test('an unreachable store says so instead of throwing', async () => {
  const database = openDatabase('postgres://nobody@127.0.0.1:1/none');
  expect(await schemaState(database)).toBe('unreachable');
  await expect(migrate(database)).rejects.toMatchObject({ code: 'store_unavailable' });
  await database.close();
});

test('another kind of database is refused', () => {
  expect(() => openDatabase('mysql://x')).toThrow(expect.objectContaining({ code: 'unsupported_database' }));
});
