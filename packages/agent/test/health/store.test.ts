// Health in the store: agents add up, tables stay small, on both databases.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { migrate, openDatabase, type Database } from '@governance-agent/audit-core';
import { databaseKinds, temporaryDatabaseUrl } from '@governance-agent/testkit';
import { addToHealth } from '../../src/health/health-store.ts';
import { readIngestHealth } from '../../src/health/read-health.ts';
import { tallyRequest } from '../../src/health/tally-request.ts';
import { addTally, MAX_NAMES, MAX_SENDERS, type Tallies } from '../../src/health/tally.ts';
import { AGENT_MIGRATIONS } from '../../src/migrations/agent-migrations.ts';
import { accepted, refused } from './requests.ts';

const DAY = 86_400_000;

describe.each(databaseKinds)('ingest health on %s', (kind) => {
  let database: Database;
  let store: Awaited<ReturnType<typeof temporaryDatabaseUrl>>;
  beforeAll(async () => {
    store = await temporaryDatabaseUrl(kind);
    database = openDatabase(store.url);
    await migrate(database, AGENT_MIGRATIONS);
  });
  beforeEach(async () => {
    await database.knex('ingest_health').delete();
    await database.knex('ingest_health_counts').delete();
  });
  afterAll(async () => {
    await database.close();
    await store.remove();
  });

  const add = (tallies: Tallies, now = 0) => addToHealth(database.knex, tallies, now);
  const countOf = async (table: string): Promise<number> => (await database.knex(table).select()).length;

  function oneOf(now: number, sender = 'relay/1.0', tenant = 'acme'): Tallies {
    const tallies: Tallies = new Map();
    addTally(tallies, tenant, sender, tallyRequest(accepted({}, now - 70), '', now));
    addTally(tallies, tenant, sender, tallyRequest(refused(), 'licence_expired', now + 1));
    return tallies;
  }

  it('adds up over agents and flushes', async () => {
    await add(oneOf(1000));
    await Promise.all([add(oneOf(3000)), add(oneOf(2000))]);
    const [sender, ...others] = await readIngestHealth(database, 'acme');
    expect(others).toEqual([]);
    const at = (ms: number) => new Date(ms).toISOString();
    expect(sender).toMatchObject({
      tenant: 'acme',
      user_agent: 'relay/1.0',
      first_seen: at(1000),
      last_seen: at(3001),
      last_accepted_at: at(3000),
      requests: 6,
      records: 6,
      duplicates: 3,
      rejected_requests: 3,
      last_rejection: { at: at(3001), reason: 'licence_expired', status: 401 },
      clock_skew_ms: 70,
      reasons: { licence_expired: { total: 3, last_seen: at(3001) } },
      clients: { 'claude_code 2.1.329': { total: 9 } },
      datasets: { default: { total: 9 } },
      protocols: { 'http/protobuf': { total: 6 } },
      encodings: { identity: { total: 6 } },
      signals: { logs: { total: 6 } },
    });
  });

  it('keeps tenants apart', async () => {
    await add(oneOf(1000));
    await add(oneOf(1000, 'relay/1.0', 'other'));
    await add(oneOf(1000, 'relay/1.0', ''));
    expect(await readIngestHealth(database, 'acme')).toHaveLength(1);
    const all = await readIngestHealth(database);
    expect(new Set(all.map(({ tenant }) => tenant))).toEqual(new Set(['acme', 'other', null]));
  });

  it('holds 200 senders of a tenant and `other`, over many flushes', async () => {
    for (let flush = 0; flush < 3; flush += 1) {
      const tallies: Tallies = new Map();
      for (let index = 0; index < 150; index += 1) {
        addTally(tallies, 'acme', `relay/${flush}.${index}`, tallyRequest(refused(), 'forbidden', 1000));
      }
      await add(tallies, 1000);
    }
    expect(await countOf('ingest_health')).toBe(MAX_SENDERS + 1);
    const all = await readIngestHealth(database, 'acme');
    expect(all.reduce((sum, { rejected_requests }) => sum + rejected_requests, 0)).toBe(450);
    expect(all.find(({ user_agent }) => user_agent === 'other')?.rejected_requests).toBe(250);
  });

  it('holds 40 names of a kind and `other`, over many flushes', async () => {
    for (let flush = 0; flush < 3; flush += 1) {
      const tallies: Tallies = new Map();
      for (let index = 0; index < 30; index += 1) {
        const clients = { [`claude_code ${flush}.${index}`]: 1 };
        const batch = { dataset: 'default', newestClientMs: 0, planes: {}, clients };
        const outcome = { accepted: true, appended: 1, duplicates: 0, rejected: 0, batch } as const;
        addTally(tallies, 'acme', 'relay/1', tallyRequest(accepted({ outcome }), '', 1000));
      }
      await add(tallies);
    }
    const [sender] = await readIngestHealth(database, 'acme');
    expect(Object.keys(sender?.clients ?? {})).toHaveLength(MAX_NAMES + 1);
    expect(sender?.clients['other']?.total).toBe(50);
  });

  it('makes room by forgetting senders of a month ago', async () => {
    const old: Tallies = new Map();
    for (let index = 0; index < MAX_SENDERS; index += 1) {
      addTally(old, 'acme', `relay/${index}`, tallyRequest(refused(), 'forbidden', 1000));
    }
    await add(old, 1000);
    await add(oneOf(40 * DAY, 'fresh/1'), 40 * DAY);
    expect((await readIngestHealth(database, 'acme')).map(({ user_agent }) => user_agent)).toEqual([
      'fresh/1',
    ]);
    expect(new Set(await database.knex('ingest_health_counts').pluck('sender'))).toEqual(
      new Set(['fresh/1']),
    );
  });
});
