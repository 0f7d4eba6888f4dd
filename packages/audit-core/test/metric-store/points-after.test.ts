// Points in the order of their arrival: numbered without holes, whatever comes late, twice, or is erased.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { databaseKinds, temporaryDatabaseUrl } from '@governance-agent/testkit';
import fc from 'fast-check';
import {
  createMetricWriter,
  createSigner,
  erase,
  migrate,
  openDatabase,
  readArrivals,
  readPointsAfter,
  type ArrivedPoint,
  type Database,
  type MetricPoint,
  type MetricWriter,
} from '../../src/index.ts';
import { metricArrival } from '../../src/migrations/0005-metric-arrival.ts';
import { DAY_START, metric, point, SECOND } from '../support/metrics.ts';
import { testStore, type TestStore } from '../support/store.ts';

const CUMULATIVE = { temporality: 'cumulative' } as const;

async function all(database: Database, tenant: string, limit = 1000): Promise<ArrivedPoint[]> {
  const upTo = (await readArrivals(database)).get(tenant) ?? 0;
  const found: ArrivedPoint[] = [];
  for (let after = 0; after < upTo;) {
    const { points, through } = await readPointsAfter(database, { tenant, after, upTo, limit });
    expect(points.length).toBeLessThanOrEqual(limit);
    expect(through).toBeGreaterThan(after);
    found.push(...points);
    after = through;
  }
  return found;
}

const sum = (numbers: readonly (number | null)[]): number =>
  numbers.reduce<number>((total, number) => total + (number ?? 0), 0);
const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

describe.each(databaseKinds)('on %s', (kind) => {
  let store: TestStore;
  let writer: MetricWriter;
  let tenants = 0;
  beforeAll(async () => {
    store = await testStore(kind);
    writer = createMetricWriter({ database: store.database, clock: store.clock });
  });
  afterAll(() => store.remove());

  const fresh = () => ({ org: 'acme', tenant: `tenant-${(tenants += 1)}`, dataset: 'default' });
  const deltas = (tenant: string): Promise<(number | null)[]> =>
    store.database.knex('metric_points').where({ tenant }).pluck('delta');

  test('whatever order points come in, what they added adds up to what the store counts', async () => {
    const streamed = fc.uniqueArray(
      fc.record({ second: fc.nat(5000), start: fc.constantFrom(0, 5, 9), value: fc.nat(50) }),
      { minLength: 1, maxLength: 14, selector: ({ second, start }) => `${second}/${start}` },
    );
    await fc.assert(
      fc.asyncProperty(streamed, fc.integer({ min: 1, max: 4 }), async (points, size) => {
        const to = fresh();
        const sent = points.map(({ second, start, value }) =>
          point(second, value, {
            startTime: start === 0 ? '0' : (DAY_START - BigInt(start) * SECOND).toString(),
          }),
        );
        for (let at = 0; at < sent.length; at += size)
          await writer.append(to, [metric(sent.slice(at, at + size), CUMULATIVE)]);
        const arrived = await all(store.database, to.tenant, 3);
        expect(arrived.map(({ arrival }) => arrival)).toEqual(upTo(sent.length));
        const added = arrived.map((one) => one.added);
        expect(sum(added)).toBe(sum(await deltas(to.tenant)));
        expect(added.filter((one) => (one ?? 0) < 0)).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  test('two writers give numbers without holes, and no page misses one that shows up later', async () => {
    const to = fresh();
    const other = createMetricWriter({ database: store.database, clock: store.clock });
    let isWriting = true;
    const seen: number[] = [];
    const follow = async (): Promise<void> => {
      for (let after = 0, last = false; !last;) {
        last = !isWriting;
        const newest = (await readArrivals(store.database)).get(to.tenant) ?? 0;
        const asked = { tenant: to.tenant, after, upTo: newest, limit: 7 };
        const { points, through } = await readPointsAfter(store.database, asked);
        seen.push(...points.map(({ arrival }) => arrival));
        after = through;
        last &&= after === newest;
        // SQLite answers within the turn: whoever writes needs one of its own.
        await new Promise(setImmediate);
      }
    };
    const following = follow();
    const batches = Array.from({ length: 40 }, (_, at) =>
      [0, 1, 2].map((own) => point(at * 3 + own, 1, { startTime: (DAY_START - SECOND).toString() })),
    );
    await Promise.all(
      batches.map((points, at) => (at % 2 === 0 ? writer : other).append(to, [metric(points)])),
    );
    isWriting = false;
    await following;
    await other.close();
    expect(seen).toEqual(upTo(120));
  });

  test('a repetition has no number', async () => {
    const to = fresh();
    for (const points of [[point(1, 5)], [point(1, 5), point(2, 6)], [point(2, 6)]])
      await writer.append(to, [metric(points)]);
    expect((await all(store.database, to.tenant)).map(({ arrival, value }) => [arrival, value])).toEqual([
      [1, 5],
      [2, 6],
    ]);
    expect((await readArrivals(store.database)).get(to.tenant)).toBe(2);
  });

  test('points come as they were stored, distributions and all, under a label that tells nothing', async () => {
    const to = fresh();
    const distribution = { bounds: [0.5, null], counts: ['1', '2', '18446744073709551615'] };
    const quantiles = { quantiles: [[0.99, 1.25] as const] };
    const facts = { attributes: { type: 'input', share: '0.5' }, resource: { team: 'core' }, model: 'opus' };
    await writer.append(to, [
      metric([point(1, 2.5, { observations: 3, lowest: 0.1, highest: 2, distribution })], {
        ...facts,
        kind: 'histogram',
      }),
      metric([point(1, 1, { observations: 1, distribution: quantiles })], { kind: 'summary' }),
      metric([point(1, 2 ** 60, { exact: '1152921504606846977' })], facts),
    ]);
    const [histogram, integer, summary] = await all(store.database, to.tenant);
    expect(histogram).toMatchObject({
      arrival: 1,
      distribution,
      added: null,
      series: { ...facts, kind: 'histogram', monotonic: true, tenant: to.tenant, counting: 'delta' },
    });
    expect(summary).toMatchObject({ distribution: quantiles, series: { kind: 'summary' } });
    expect(integer).toMatchObject({ exact: '1152921504606846977', added: 2 ** 60 });
    const ids = await store.database
      .knex('metric_series')
      .where({ tenant: to.tenant })
      .pluck<string[]>('series_id');
    const labels = [histogram, integer, summary].map((one) => one?.series.label ?? '');
    expect(new Set([...labels, ...ids]).size).toBe(6);
    const again = await all(store.database, to.tenant);
    expect(again.map(({ series }) => series.label)).toEqual(labels);
    const elsewhere = fresh();
    await writer.append(elsewhere, [metric([point(1, 1)], facts)]);
    const [other] = await all(store.database, elsewhere.tenant);
    expect(labels).not.toContain(other?.series.label);
  });

  test('erased points are passed over, and their numbers are not given again', async () => {
    const to = fresh();
    const now = BigInt(store.clock.now()) * 1_000_000n;
    const at = (seconds: number): Partial<MetricPoint> => ({
      startTime: (now - 1000n * SECOND).toString(),
      time: (now - BigInt(seconds) * SECOND).toString(),
    });
    const of = (sessionId: string, values: readonly number[]) =>
      metric(
        values.map((value) => point(0, value, at(value))),
        { sessionId },
      );
    await writer.append(to, [of('gone', upTo(20)), of('kept', [21, 22])]);
    const { database, clock, key } = store;
    const deps = { database, clock, actor: 'cli', signer: createSigner({ key }) };
    const gone = { by: 'session', value: 'gone' } as const;
    await erase({ ...deps, tenant: to.tenant, selector: gone, onHold: 'refuse' });
    const kept = { by: 'session', value: 'kept' } as const;
    expect((await all(database, to.tenant, 1)).map(({ arrival }) => arrival)).toEqual([21, 22]);
    await erase({ ...deps, tenant: to.tenant, selector: kept, onHold: 'refuse' });
    const asked = { tenant: to.tenant, after: 3, upTo: 22, limit: 5 };
    expect(await readPointsAfter(database, asked)).toEqual({ points: [], through: 22 });
    await writer.append(to, [of('new', [30])]);
    expect((await all(database, to.tenant)).map(({ arrival }) => arrival)).toEqual([23]);
  });
});

test.each(databaseKinds)('points from before the migration are numbered by time, on %s', async (kind) => {
  const { url, remove } = await temporaryDatabaseUrl(kind);
  const database = openDatabase(url);
  await migrate(database);
  const clock = { now: Date.now };
  const writer = createMetricWriter({ database, clock });
  const [acme, other] = ['acme', 'other'].map((tenant) => ({ org: 'acme', tenant, dataset: 'default' }));
  if (acme === undefined || other === undefined) return;
  await writer.append(acme, [metric([point(3, 9)], CUMULATIVE)]);
  await writer.append(acme, [metric([point(1, 4)], CUMULATIVE), metric([point(2, 7)])]);
  await writer.append(acme, [metric([point(4, 1, { observations: 2 })], { kind: 'histogram' })]);
  await writer.append(other, [metric([point(1, 8)])]);
  await metricArrival.down(database.knex);
  await metricArrival.up(database.knex);
  const arrived = await all(database, 'acme');
  expect(arrived.map(({ arrival, value, added }) => [arrival, value, added])).toEqual([
    [1, 4, 4],
    [2, 7, 7],
    [3, 9, 5],
    [4, 1, null],
  ]);
  expect((await all(database, 'other')).map(({ arrival }) => arrival)).toEqual([1]);
  await writer.append(acme, [metric([point(2, 6), point(5, 10)], CUMULATIVE)]);
  const later = await all(database, 'acme');
  expect(later.slice(4).map(({ arrival, added }) => [arrival, added])).toEqual([
    [5, 0],
    [6, 1],
  ]);
  await writer.close();
  await database.close();
  await remove();
});
