// The agent's migrations, up and down and up again, on both databases.
import { describe, expect, it } from '@jest/globals';
import { migrate, openDatabase, rollbackAll, schemaState } from '@governance-agent/audit-core';
import { databaseKinds, temporaryDatabaseUrl } from '@governance-agent/testkit';
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

describe('names', () => {
  it('are unique and carry no extension', () => {
    const names = AGENT_MIGRATIONS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => !/^agent-\d{4}-[a-z-]+$/.test(name))).toEqual([]);
  });
});
