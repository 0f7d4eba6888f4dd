// The agent's migrations, up and down and up again, on both databases.
import { describe, expect, it } from '@jest/globals';
import { migrate, openDatabase, rollbackAll, schemaState } from '@governance-agent/audit-core';
import { databaseKinds, temporaryDatabaseUrl } from '@governance-agent/testkit';
import { oidc } from '../../src/migrations/agent-0007-oidc.ts';
import { AGENT_MIGRATIONS } from '../../src/migrations/agent-migrations.ts';

it.each(databaseKinds)('every migration goes up, down and up again on %s', async (kind) => {
  const store = await temporaryDatabaseUrl(kind);
  const database = openDatabase(store.url);
  await migrate(database, AGENT_MIGRATIONS);
  expect(await schemaState(database, AGENT_MIGRATIONS)).toBe('current');
  await rollbackAll(database, AGENT_MIGRATIONS);
  expect(await database.knex.schema.hasTable('access_tokens')).toBe(false);
  expect(await migrate(database, AGENT_MIGRATIONS)).toContain('agent-0001-access-tokens');
  await database.close();
  await store.remove();
});

it.each(databaseKinds)(
  'sessions with a token stay when others get no token, up and down on %s',
  async (kind) => {
    const store = await temporaryDatabaseUrl(kind);
    const database = openDatabase(store.url);
    const { knex } = database;
    await migrate(database, AGENT_MIGRATIONS);
    await oidc.down(knex);
    const session = { id_hash: 'a', token_id: 't', created_at: 1, last_seen_at: 2 };
    await knex('portal_sessions').insert(session);
    await oidc.up(knex);
    await knex('portal_sessions').insert({ ...session, id_hash: 'b', token_id: null, tenant: 'acme' });
    await expect(knex('portal_sessions').insert(session)).rejects.toThrow();
    expect(await knex('portal_sessions').orderBy('id_hash').pluck('token_id')).toEqual(['t', null]);
    await oidc.down(knex);
    expect(await knex('portal_sessions').pluck('id_hash')).toEqual(['a']);
    await expect(
      knex('portal_sessions').insert({ ...session, id_hash: 'c', token_id: null }),
    ).rejects.toThrow();
    await database.close();
    await store.remove();
  },
);

describe('names', () => {
  it('are unique and carry no extension', () => {
    const names = AGENT_MIGRATIONS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => !/^agent-\d{4}-[a-z-]+$/.test(name))).toEqual([]);
  });
});
