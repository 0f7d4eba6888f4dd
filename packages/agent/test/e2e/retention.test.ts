// RETENTION_DAYS: an agent erases old content when it starts, again later, and stops in between when told to.
import { describe, expect, it, test } from '@jest/globals';
import { createAuditWriter, createSigner, migrate, openDatabase } from '@governance-agent/audit-core';
import {
  databaseKinds,
  fixedClock,
  temporaryDatabaseUrl,
  temporaryDirectory,
} from '@governance-agent/testkit';
import { ensureSigningKey } from '../../src/agent-keys.ts';
import { bootAgent } from '../../src/boot.ts';
import { readSettings } from '../../src/config/read-settings.ts';
import { AGENT_MIGRATIONS } from '../../src/migrations/agent-migrations.ts';
import { createRetention } from '../../src/retention.ts';
import { row } from '../support/rows.ts';

const DAY_MS = 86_400_000;
const quiet = () => undefined;
const logger = { error: quiet, warn: quiet, info: quiet, debug: quiet };
const ACME = { org: 'acme', tenant: 'acme', dataset: 'default' };
const captured = { contentState: 'captured', content: { prompt: 'hello' } } as const;

test.each(databaseKinds)('an agent on %s erases what is older than its retention', async (kind) => {
  const directory = await temporaryDirectory();
  const store = await temporaryDatabaseUrl(kind);
  const database = openDatabase(store.url);
  await migrate(database, AGENT_MIGRATIONS);
  const clock = fixedClock(Date.now());
  const { key } = await ensureSigningKey(directory.path);
  const writer = createAuditWriter({ database, clock, signer: createSigner({ key }) });
  await writer.append(ACME, [row(1, captured), row(2, captured)]);
  clock.advance(31 * DAY_MS);
  await writer.append(ACME, [row(3, captured)]);
  const places = { DATA_DIR: directory.path, DATABASE_URL: store.url, PORT: '0' };
  const settings = await readSettings({ env: { ...places, RETENTION_DAYS: '30' } });
  const agent = await bootAgent({ settings, clock, logger, migrate: 'always' });
  await agent.listen();
  const left = () => database.knex('audit_content').orderBy('seq').pluck<number[]>('seq');
  while ((await left()).length > 1) await new Promise((resolve) => setTimeout(resolve, 20));
  await agent.close();
  expect(await left()).toEqual([3]);
  const acts = await database.knex('audit_logs').where({ plane: 'agent' }).pluck<string[]>('attributes');
  expect(acts).toEqual(['{"actor":"agent","rows":"1-2","selector":"retention"}']);
  await writer.close();
  await database.close();
  await store.remove();
  await directory.remove();
});

describe('the daily run', () => {
  it('comes back, one at a time, and ends when it is stopped', async () => {
    let [runs, active, most] = [0, 0, 0];
    const retention = createRetention({
      logger,
      everyMs: 5,
      run: async (signal) => {
        runs += 1;
        most = Math.max(most, ++active);
        await new Promise((resolve) => setTimeout(resolve, 20));
        active -= 1;
        if (runs === 2) throw new Error('the store is away');
        return { erased: [], failed: signal.aborted ? [] : [{ tenant: 'acme', code: 'legal_hold' }] };
      },
    });
    retention.start();
    retention.start();
    while (runs < 4) await new Promise((resolve) => setTimeout(resolve, 5));
    await retention.stop();
    const before = runs;
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect({ runs, active, most }).toEqual({ runs: before, active: 0, most: 1 });
  });
});
