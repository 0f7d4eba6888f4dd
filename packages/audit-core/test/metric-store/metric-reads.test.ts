import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { databaseKinds } from '@governance-agent/testkit';
import {
  createMetricWriter,
  readMetricNames,
  readMetricSeries,
  type MaskedMetric,
  type MetricPoint,
  type MetricSeries,
  type MetricWriter,
} from '../../src/index.ts';
import { DAY_START, metric, point } from '../support/metrics.ts';
import { testStore, type TestStore } from '../support/store.ts';

const NAME = 'claude_code.token.usage';

describe.each(databaseKinds)('metric reads on %s', (kind) => {
  let store: TestStore;
  let writer: MetricWriter;
  let tenants = 0;
  beforeAll(async () => {
    store = await testStore(kind);
    writer = createMetricWriter({ database: store.database, clock: store.clock });
  });
  afterAll(() => store.remove());

  const fresh = () => ({ org: 'acme', tenant: `tenant-${(tenants += 1)}`, dataset: 'default' });

  test('levels are never added up over time', async () => {
    const to = fresh();
    const level = { temporality: 'cumulative', monotonic: false } as const;
    const queue = (shard: string, points: MetricPoint[]): MaskedMetric =>
      metric(points, { ...level, attributes: { shard } });
    await writer.append(to, [queue('a', [point(1, 5), point(2, 9)]), queue('b', [point(1, 2)])]);
    await writer.append(to, [queue('a', [point(0, 1)])]);
    const { rows } = await readMetricSeries(store.database, to.tenant, { name: NAME });
    expect(rows).toMatchObject([
      { aggregation: 'last_sum', value: 11, min: 1, max: 9, points: 4, series: 2 },
    ]);
    const gauge = { kind: 'gauge', temporality: 'unspecified', name: 'load' } as const;
    await writer.append(to, [metric([point(1, 0.5)], { ...gauge, attributes: { shard: 'a' } })]);
    await writer.append(to, [metric([point(1, 1.5)], { ...gauge, attributes: { shard: 'b' } })]);
    const { rows: loads } = await readMetricSeries(store.database, to.tenant, {
      name: 'load',
      bucket: 'hour',
    });
    expect(loads).toMatchObject([{ aggregation: 'last_mean', value: 1, min: 0.5, max: 1.5 }]);
  });

  test('distributions count observations and sums, cumulative ones by their growth', async () => {
    const to = fresh();
    const histogram = { kind: 'histogram', temporality: 'cumulative', name: 'latency' } as const;
    const distribution = { bounds: [0.5, 10], counts: ['1', '2', '18446744073709551615'] };
    const first = point(1, 10, { observations: 3, lowest: 1, highest: 5, distribution });
    const second = point(2, 30, { observations: 5, lowest: 1, highest: 12, distribution });
    await writer.append(to, [metric([second], histogram)]);
    await writer.append(to, [metric([first, second], histogram)]);
    const { rows } = await readMetricSeries(store.database, to.tenant, { name: 'latency' });
    expect(rows).toMatchObject([{ value: 30, count: 5, min: 1, max: 12 }]);
    const [stored] = (await store.database.knex('metric_points').where({ tenant: to.tenant })) as {
      distribution: string;
    }[];
    expect(JSON.parse(stored?.distribution ?? '')).toEqual({ ...distribution, bounds: ['0.5', 10] });
  });

  test('groups, filters and buckets', async () => {
    const to = fresh();
    const series = (change: Partial<MetricSeries>, ...points: MetricPoint[]) => metric(points, change);
    await writer.append(to, [
      series(
        { userEmail: 'dev@acme.example', attributes: { type: 'input', team: 'core' } },
        point(1, 5),
        point(90_000, 2),
      ),
      series(
        { userEmail: 'ops@acme.example', attributes: { type: 'input' }, resource: { team: 'edge' } },
        point(3700, 7),
      ),
    ]);
    const read = async (query: object) => {
      const { rows } = await readMetricSeries(store.database, to.tenant, { name: NAME, ...query });
      return rows.map(({ group, bucket, value }) => [group, bucket?.slice(0, 13) ?? null, value]);
    };
    expect(await read({ by: 'user' })).toEqual([
      ['dev@acme.example', null, 7],
      ['ops@acme.example', null, 7],
    ]);
    expect(await read({ by: { attribute: 'team' } })).toEqual([
      ['core', null, 7],
      ['edge', null, 7],
    ]);
    expect(await read({ by: 'day' })).toEqual([
      ['2026-11-20', '2026-11-20T00', 12],
      ['2026-11-21', '2026-11-21T00', 2],
    ]);
    expect(await read({ bucket: 'hour' })).toEqual([
      [null, '2026-11-20T00', 5],
      [null, '2026-11-20T01', 7],
      [null, '2026-11-21T01', 2],
    ]);
    expect(await read({ attributes: { team: 'edge' } })).toEqual([[null, null, 7]]);
    expect(await read({ columns: { user_email: 'dev@acme.example' } })).toEqual([[null, null, 7]]);
    const day = Number(DAY_START / 1_000_000n);
    expect(await read({ since: day + 86_400_000 })).toEqual([[null, null, 2]]);
    expect(await read({ since: day + 1000, until: day + 3_600_000 })).toEqual([[null, null, 5]]);
    expect(
      await readMetricSeries(store.database, to.tenant, { name: NAME, by: 'user', limit: 1 }),
    ).toMatchObject({
      truncated: true,
      rows: [{ group: 'dev@acme.example' }],
    });
  });

  test('names with unit, kind and when they were last seen, of one tenant', async () => {
    const to = fresh();
    await writer.append(to, [metric([point(1, 5)])]);
    store.clock.advance(60_000);
    await writer.append(to, [metric([point(2, 5)]), metric([point(2, 1)], { name: 'b', description: 'B' })]);
    expect(await readMetricNames(store.database, to.tenant)).toEqual({
      metrics: [
        expect.objectContaining({ name: 'b', description: 'B' }),
        {
          name: NAME,
          dataset: 'default',
          unit: 'tokens',
          kind: 'sum',
          temporality: 'delta',
          monotonic: true,
          description: 'Number of tokens used',
          series: 1,
          last_seen: new Date(store.clock.now()).toISOString(),
        },
      ],
      truncated: false,
    });
    expect(await readMetricNames(store.database, 'nobody')).toEqual({ metrics: [], truncated: false });
  });
});
