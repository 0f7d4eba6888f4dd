import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { databaseKinds } from '@governance-agent/testkit';
import fc from 'fast-check';
import {
  createMetricWriter,
  metricIdentity,
  readMetricSeries,
  rebuildMetricDaily,
  type MaskedMetric,
  type MetricPoint,
  type MetricWriter,
} from '../../src/index.ts';
import { DAY_START, metric, metricSeries, point, SECOND } from '../support/metrics.ts';
import { testStore, type TestStore } from '../support/store.ts';

const CUMULATIVE = { temporality: 'cumulative' } as const;
const NAME = 'claude_code.token.usage';

/** What the points of one series add up to, told without a store: by stream, in the order of time. */
function expectedTotal(points: readonly MetricPoint[]): number {
  let total = 0;
  for (const stream of Map.groupBy(points, ({ startTime }) => startTime).values()) {
    let last = 0;
    for (const { value } of stream.toSorted((a, b) => Number(BigInt(a.time) - BigInt(b.time)))) {
      if (value === null) continue;
      total += value >= last ? value - last : value;
      last = value;
    }
  }
  return total;
}

describe.each(databaseKinds)('metric store on %s', (kind) => {
  let store: TestStore;
  let writer: MetricWriter;
  let tenants = 0;
  beforeAll(async () => {
    store = await testStore(kind);
    writer = createMetricWriter({ database: store.database, clock: store.clock });
  });
  afterAll(() => store.remove());

  const fresh = () => ({ org: 'acme', tenant: `tenant-${(tenants += 1)}`, dataset: 'default' });
  const total = async (tenant: string, bucket?: 'hour'): Promise<number> => {
    const { rows } = await readMetricSeries(store.database, tenant, {
      name: NAME,
      ...(bucket && { bucket }),
    });
    return rows.reduce((sum, { value }) => sum + (value ?? 0), 0);
  };
  const bothTotals = async (tenant: string): Promise<number[]> => [
    await total(tenant),
    await total(tenant, 'hour'),
  ];

  test.each([
    ['delta points add up', {}, [[point(1, 5), point(2, 7)]], 12],
    ['a delta point that comes again adds nothing', {}, [[point(1, 5)], [point(1, 5)]], 5],
    ['nor does one that comes twice in a request', {}, [[point(1, 5), point(1, 5)]], 5],
    ['a cumulative total counts by its growth', CUMULATIVE, [[point(1, 5)], [point(2, 7)]], 7],
    [
      'a total that comes again adds nothing',
      CUMULATIVE,
      [[point(1, 5)], [point(1, 5)], [point(2, 7)], [point(2, 7)]],
      7,
    ],
    ['a total that comes late adds nothing', CUMULATIVE, [[point(3, 9)], [point(1, 5)], [point(2, 7)]], 9],
    ['a total that falls began again', CUMULATIVE, [[point(1, 5)], [point(2, 2)], [point(3, 4)]], 9],
    [
      'a new start time is a new count',
      CUMULATIVE,
      [[point(1, 5)], [point(3, 2, { startTime: (DAY_START + 2n * SECOND).toString() })]],
      7,
    ],
    [
      'a count without a start begins with its first point',
      CUMULATIVE,
      [[point(1, 100, { startTime: '0' })], [point(2, 103, { startTime: '0' })]],
      3,
    ],
    [
      'no recorded value is no drop',
      CUMULATIVE,
      [[point(1, 5)], [point(2, null, { flags: 1 })], [point(3, 6)]],
      6,
    ],
    [
      'integers beyond 2^53 stay exact',
      CUMULATIVE,
      [
        [point(1, 2 ** 60, { exact: '1152921504606846977' })],
        [point(2, 2 ** 60, { exact: '1152921504606846979' })],
      ],
      2 ** 60 + 2,
    ],
    [
      'infinities and numbers beyond counting do no harm',
      {},
      [[point(1, null, { exact: 'Infinity' }), point(2, 1e290), point(3, -1e290), point(4, 5)]],
      5,
    ],
  ] as const)('%s', async (_name, change, requests, expected) => {
    const to = fresh();
    for (const points of requests) await writer.append(to, [metric(points, change)]);
    expect(await bothTotals(to.tenant)).toEqual([expected, expected]);
  });

  test('two processes that write one series at once are both counted, whatever the order', async () => {
    const to = fresh();
    const own = (start: number) => ({ startTime: (DAY_START - BigInt(start) * SECOND).toString() });
    // The same session resumed: totals 10 and 40 of one, 3 and 5 of the other, interleaved.
    const points = [point(1, 10, own(9)), point(2, 3, own(5)), point(3, 40, own(9)), point(4, 5, own(5))];
    for (const one of [...points, ...points.toReversed()])
      await writer.append(to, [metric([one], CUMULATIVE)]);
    expect(await bothTotals(to.tenant)).toEqual([45, 45]);
  });

  test('any order, any repetition, any grouping of points gives the same total', async () => {
    const streamed = fc.uniqueArray(
      fc.record({ second: fc.nat(172_800), start: fc.constantFrom(5, 9), value: fc.nat(50) }),
      { minLength: 1, maxLength: 14, selector: ({ second, start }) => `${second}/${start}` },
    );
    const arrangement = fc.record({
      points: streamed,
      seed: fc.array(fc.nat(1000), { minLength: 28, maxLength: 28 }),
    });
    await fc.assert(
      fc.asyncProperty(arrangement, async ({ points, seed }) => {
        const to = fresh();
        const all = points.map(({ second, start, value }) =>
          point(second, value, { startTime: (DAY_START - BigInt(start) * SECOND).toString() }),
        );
        const twice = [...all, ...all].map((one, index) => [seed[index] ?? 0, one] as const);
        const shuffled = twice.toSorted(([a], [b]) => a - b).map(([, one]) => one);
        for (let at = 0; at < shuffled.length; at += 3)
          await writer.append(to, [metric(shuffled.slice(at, at + 3), CUMULATIVE)]);
        const expected = expectedTotal(all);
        expect(await bothTotals(to.tenant)).toEqual([expected, expected]);
        const before = await days(to.tenant);
        await rebuildMetricDaily(store.database, to.tenant);
        expect(await days(to.tenant)).toEqual(before);
      }),
      { numRuns: 25 },
    );
  });

  const days = (tenant: string): Promise<unknown[]> =>
    Promise.resolve(store.database.knex('metric_daily').where({ tenant }).orderBy(['series_id', 'day']));

  test('one series in two datasets or tenants is two', async () => {
    const [one, two] = [fresh(), fresh()];
    await writer.append(one, [metric([point(1, 5)])]);
    await writer.append({ ...one, dataset: 'other' }, [metric([point(1, 6)])]);
    await writer.append(two, [metric([point(1, 7)])]);
    expect([await total(one.tenant), await total(two.tenant)]).toEqual([11, 7]);
    const { rows } = await readMetricSeries(store.database, one.tenant, {
      name: NAME,
      columns: { dataset: 'other' },
    });
    expect(rows).toMatchObject([{ value: 6 }]);
  });

  test('masking never makes one series of two', async () => {
    const to = fresh();
    const of = (owner: string) =>
      metric([point(1, 5)], { attributes: { owner }, identity: metricIdentity(owner) });
    await writer.append(to, [of('secret'), of('[SECRET]')]);
    expect(await total(to.tenant)).toBe(10);
  });

  test('says what it stored and refuses what no masker minted', async () => {
    const to = fresh();
    expect(await writer.append(to, [metric([point(1, 5), point(2, 5)])])).toEqual({
      appended: 2,
      duplicates: 0,
    });
    expect(await writer.append(to, [metric([point(1, 5), point(3, 5)])])).toEqual({
      appended: 1,
      duplicates: 1,
    });
    await expect(writer.append(to, [metricSeries([point(4, 5)]) as MaskedMetric])).rejects.toMatchObject({
      code: 'not_masked',
    });
    expect(await total(to.tenant)).toBe(15);
  });

  test('requests of one tenant at the same time lose nothing and count nothing twice', async () => {
    const to = fresh();
    const other = createMetricWriter({ database: store.database, clock: store.clock });
    const totals = Array.from({ length: 40 }, (_, index) => metric([point(index, index)], CUMULATIVE));
    await Promise.all(totals.map((one, index) => (index % 2 === 0 ? writer : other).append(to, [one])));
    await other.close();
    expect(await bothTotals(to.tenant)).toEqual([39, 39]);
    await expect(other.append(to, [])).rejects.toMatchObject({ code: 'writer_closed' });
  });
});

test('a store that is away is told as such, and nothing is lost by sending again', async () => {
  const store = await testStore('sqlite');
  const writer = createMetricWriter({ database: store.database, clock: store.clock });
  const to = { org: 'acme', tenant: 'acme', dataset: 'default' };
  await store.database.knex.raw('ALTER TABLE metric_daily RENAME TO away');
  await expect(writer.append(to, [metric([point(1, 5)])])).rejects.toMatchObject({
    code: 'store_unavailable',
  });
  await store.database.knex.raw('ALTER TABLE away RENAME TO metric_daily');
  expect(await writer.append(to, [metric([point(1, 5)])])).toEqual({ appended: 1, duplicates: 0 });
  await store.remove();
});
