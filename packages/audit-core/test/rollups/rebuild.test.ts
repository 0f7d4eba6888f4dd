// Rollups made anew are those that grew with the rows; where they do not hold all rows, rows are counted.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  createAuditWriter,
  createSigner,
  ensureAttributeRollups,
  migrate,
  readSessions,
  readUsage,
  rebuildRollups,
  type AuditEvent,
} from '../../src/index.ts';
import { rollupArrivals } from '../../src/migrations/0008-rollup-arrivals.ts';
import { tenantsBehind } from '../../src/rollups/rebuild.ts';
import { eventMasker, auditEvent, maskedEvents } from '../support/events.ts';
import { rollupsOf } from '../support/rollup-tables.ts';
import { storeKinds, testStore, type TestStore } from '../support/store.ts';
import { batches } from '../support/telemetry.ts';

describe.each(storeKinds)('rebuilding on %s', (kind) => {
  let store: TestStore;
  beforeAll(async () => {
    store = await testStore(kind);
  });
  afterAll(() => store.remove());

  const into = (tenant: string) => ({ org: 'acme', tenant, dataset: 'default' });
  const masked = (changes: readonly Partial<AuditEvent>[], name: string) =>
    changes.map((change, index) =>
      eventMasker.mask(auditEvent({ ...change, idempotencyKey: `${name} ${index}` })),
    );

  test('makes what grew', async () => {
    let tenants = 0;
    await fc.assert(
      fc.asyncProperty(batches, async (rows) => {
        tenants += 1;
        const tenant = `grown-${tenants}`;
        for (const [batch, changes] of rows.entries())
          await store.writer.append(into(tenant), masked(changes, `${tenants} ${batch}`));
        const grown = await rollupsOf(store.database.knex, tenant);
        const report = await rebuildRollups(store.database, tenant);
        expect(report).toEqual({ tenant, rows: rows.flat().length });
        expect(await rollupsOf(store.database.knex, tenant)).toEqual(grown);
      }),
      { numRuns: 30 },
    );
  });

  test('two agents add to the same rollups', async () => {
    const signer = createSigner({ key: store.key });
    const other = createAuditWriter({ database: store.database, signer, clock: store.clock });
    await Promise.all(
      [store.writer, other, store.writer, other].map((writer, call) =>
        writer.append(into('shared'), maskedEvents(20, {}, `shared-${call}`)),
      ),
    );
    await other.close();
    const grown = await rollupsOf(store.database.knex, 'shared');
    await rebuildRollups(store.database, 'shared');
    expect(await rollupsOf(store.database.knex, 'shared')).toEqual(grown);
  });

  test('rows are counted until the rollups hold them all', async () => {
    const { database, writer } = store;
    const { knex } = database;
    await writer.append(into('behind'), maskedEvents(5, {}, 'before'));
    for (const table of ['usage_rollups', 'usage_reach', 'session_summaries'])
      await knex(table).where({ tenant: 'behind' }).delete();
    await knex('chain_heads').where({ tenant: 'behind' }).update({ rolled: 2 });
    await writer.append(into('behind'), maskedEvents(3, {}, 'after'));
    expect(await tenantsBehind(database)).toContain('behind');
    const events = async () => [
      (await readUsage(database, 'behind', { by: 'user' })).usage[0]?.events,
      (await readSessions(database, 'behind')).sessions[0]?.events,
    ];
    expect(await knex('usage_rollups').where({ tenant: 'behind' })).toEqual([]);
    expect(await events()).toEqual([8, 8]);
    await migrate(database);
    expect(await tenantsBehind(database)).toEqual([]);
    expect(await events()).toEqual([8, 8]);
    expect(await knex('usage_rollups').where({ tenant: 'behind' })).not.toEqual([]);
  });

  test('follow the list of attributes', async () => {
    const { database, writer } = store;
    await writer.append(into('teams'), maskedEvents(4, { resource: { team: 'core' } }, 'teams'));
    const dimensions = () =>
      database.knex('usage_rollups').where({ tenant: 'teams', dimension: 'attr.team' }).pluck('value');
    expect(await dimensions()).toEqual([]);
    expect(await ensureAttributeRollups(database, ['team'])).toBeGreaterThan(0);
    expect(new Set(await dimensions())).toEqual(new Set(['=core']));
    expect(await ensureAttributeRollups(database, ['team'])).toBe(0);
    await writer.append(into('teams'), maskedEvents(4, { resource: { team: 'edge' } }, 'more'));
    expect(new Set(await dimensions())).toEqual(new Set(['=core', '=edge']));
    expect(await ensureAttributeRollups(database, [])).toBeGreaterThan(0);
    expect(await dimensions()).toEqual([]);
    await expect(ensureAttributeRollups(database, ["x'"])).rejects.toMatchObject({ code: 'invalid_event' });
  });

  test('a store of the version before is made anew by the migration', async () => {
    const { knex } = store.database;
    for (const hours of [3, 0, 40]) {
      const occurredAt = (1_795_230_615_520_000_000n + BigInt(hours) * 3_600_000_000_000n).toString();
      await store.writer.append(into('older'), maskedEvents(7, { occurredAt }, `older-${hours}`));
    }
    const grown = await rollupsOf(knex, 'older');
    await rollupArrivals.down(knex);
    await knex('knex_migrations').where({ name: rollupArrivals.name }).delete();
    expect(await tenantsBehind(store.database)).toContain('older');
    expect(await migrate(store.database)).toEqual([rollupArrivals.name]);
    expect(await tenantsBehind(store.database)).toEqual([]);
    expect(await rollupsOf(knex, 'older')).toEqual(grown);
    await store.writer.append(into('older'), maskedEvents(2, {}, 'later'));
    expect((await readUsage(store.database, 'older', { by: 'user' })).usage[0]?.events).toBe(23);
  });

  const begin = 1_795_230_615_520_000_000n;
  const at = (hour: number, change: Partial<AuditEvent> = {}) => {
    const occurredAt = (begin + BigInt(hour) * 3_600_000_000_000n).toString();
    return maskedEvents(2, { occurredAt, ...change }, JSON.stringify([hour, change]));
  };
  const isAsMadeAnew = async (tenant: string): Promise<void> => {
    const grown = await rollupsOf(store.database.knex, tenant);
    await rebuildRollups(store.database, tenant);
    expect(await rollupsOf(store.database.knex, tenant)).toEqual(grown);
  };

  test('a writer that was seen to be behind remembers nobody from before', async () => {
    const { database, writer } = store;
    await writer.append(into('lapsed'), at(2, { toolName: 'Bash' }));
    await database.knex('chain_heads').where({ tenant: 'lapsed' }).update({ rolled: 0 });
    await writer.append(into('lapsed'), at(5, { toolName: 'Read' }));
    await rebuildRollups(database, 'lapsed');
    for (const hour of [5, 4, 6, 2])
      await writer.append(into('lapsed'), at(hour, { toolName: 'Read', model: 'other' }));
    await isAsMadeAnew('lapsed');
  });

  test('a writer remembers nobody of an attribute that was not kept for a while', async () => {
    const { database, writer } = store;
    const core = { resource: { team: 'core' } };
    for (const [keys, hour] of [
      [['team'], 2],
      [[], 5],
      [['team'], 5],
      [['team'], 4],
    ] as const) {
      await ensureAttributeRollups(database, keys);
      await writer.append(into('relisted'), at(hour, { ...core, clientSequence: keys.length + hour * 10 }));
    }
    await writer.append(into('relisted'), at(5, { ...core, model: 'other' }));
    await isAsMadeAnew('relisted');
    await ensureAttributeRollups(database, []);
  });

  test('numbers beyond reason refuse no row', async () => {
    const most = { tokensInput: Number.MAX_SAFE_INTEGER, costNanoUsd: Number.MAX_SAFE_INTEGER };
    for (let call = 0; call < 3; call += 1)
      await store.writer.append(into('absurd'), maskedEvents(600, most, `absurd-${call}`));
    const grown = await rollupsOf(store.database.knex, 'absurd');
    await rebuildRollups(store.database, 'absurd');
    expect(await rollupsOf(store.database.knex, 'absurd')).toEqual(grown);
  });
});
