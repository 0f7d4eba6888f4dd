// Metric points go with the content of a user, a session, a time; what is stated, what stays, what holds keep.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { databaseKinds } from '@governance-agent/testkit';
import {
  createMetricWriter,
  createSigner,
  erase,
  formatHoldRange,
  placeHold,
  readAdministration,
  readMetricSeries,
  rebuildMetricDaily,
  releaseHold,
  verify,
  type EraseOptions,
  type MaskedMetric,
  type MetricPoint,
  type MetricSeries,
  type MetricWriter,
} from '../../src/index.ts';
import { maskedEvents } from '../support/events.ts';
import { metric } from '../support/metrics.ts';
import { ACME, GLOBEX, testStore, type TestStore } from '../support/store.ts';

const NAME = 'claude_code.token.usage';
const DEV = { userEmail: 'dev@acme.example', sessionId: 'dev-1' };
const OPS = { userEmail: 'ops@acme.example', userId: 'user_42', sessionId: 'ops-1' };
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe.each(databaseKinds)('erasure of metrics on %s', (kind) => {
  let store: TestStore;
  let writer: MetricWriter;
  beforeEach(async () => {
    store = await testStore(kind);
    writer = createMetricWriter({ database: store.database, clock: store.clock });
  });
  afterEach(() => store.remove());

  const deps = () => {
    const { database, clock, key } = store;
    return { database, clock, actor: 'cli', signer: createSigner({ key }) };
  };
  const eraseBy = (selector: EraseOptions['selector'], change: Partial<EraseOptions> = {}) =>
    erase({ ...deps(), tenant: 'acme', selector, onHold: 'refuse', ...change });
  const now = (): number => store.clock.now();
  /** A point so many milliseconds before now. */
  const ago = (milliseconds: number, value: number): MetricPoint => ({
    startTime: nanoseconds(now() - 40 * DAY),
    time: nanoseconds(now() - milliseconds),
    value,
    exact: null,
    observations: null,
    lowest: null,
    highest: null,
    distribution: null,
    flags: 0,
  });
  const of = (points: readonly MetricPoint[], change: Partial<MetricSeries>): MaskedMetric =>
    metric(points, change);
  const totals = async (tenant = 'acme'): Promise<Record<string, number | null>> => {
    const { rows } = await readMetricSeries(store.database, tenant, { name: NAME, by: 'user' });
    return Object.fromEntries(rows.map(({ group, value }) => [group ?? '', value] as const));
  };
  const count = async (table: string, tenant = 'acme'): Promise<number> =>
    (await store.database.knex(table).where({ tenant })).length;
  const acts = async () => {
    const rows = await readAdministration(store.database.knex, 'acme', ['erasure', 'metrics_erased']);
    return rows.map(({ record }) => record);
  };
  const days = () =>
    store.database
      .knex('metric_daily')
      .orderBy(['tenant', 'series_id', 'day'])
      .select<{ readonly total: number }[]>();
  const fill = async (): Promise<void> => {
    await store.writer.append(ACME, maskedEvents(2));
    await writer.append(ACME, [
      of([ago(3 * DAY, 1), ago(2 * DAY, 2), ago(HOUR, 4)], DEV),
      of([ago(2 * DAY, 8), ago(HOUR, 16)], OPS),
    ]);
    await writer.append(GLOBEX, [of([ago(3 * DAY, 32)], DEV)]);
  };

  test.each<[string, () => EraseOptions['selector'], number, Record<string, number>]>([
    ['a user by e-mail', () => ({ by: 'user', value: DEV.userEmail }), 3, { [OPS.userEmail]: 24 }],
    ['a user by id', () => ({ by: 'user', value: OPS.userId }), 2, { [DEV.userEmail]: 7 }],
    ['a session', () => ({ by: 'session', value: OPS.sessionId }), 2, { [DEV.userEmail]: 7 }],
    [
      'before a time',
      () => ({ by: 'before', time: now() - DAY }),
      3,
      { [DEV.userEmail]: 4, [OPS.userEmail]: 16 },
    ],
    [
      'retention',
      () => ({ by: 'retention', time: now() - 2 * DAY }),
      1,
      { [DEV.userEmail]: 6, [OPS.userEmail]: 24 },
    ],
  ])('%s', async (_, selector, points, left) => {
    await fill();
    const selected = selector();
    expect(await eraseBy(selected, { dryRun: true })).toMatchObject({ points, erasures: 0 });
    expect(await acts()).toEqual([]);
    expect(await eraseBy(selected)).toMatchObject({ points, held_points: 0, purged: true });
    expect(await acts()).toContainEqual({ act: 'metrics_erased', points, selector: selected.by });
    expect(await totals()).toEqual(left);
    expect(await totals('globex')).toEqual({ [DEV.userEmail]: 32 });
    const kept = await days();
    for (const tenant of ['acme', 'globex']) await rebuildMetricDaily(store.database, tenant);
    expect(await days()).toEqual(kept);
    // Again: there is nothing left to state.
    expect(await eraseBy(selected)).toMatchObject({ points: 0, erasures: 0 });
    const report = await verify({
      database: store.database,
      clock: store.clock,
      trustedKeys: [store.key.publicKey],
      mode: 'deep',
    });
    expect(report.verdict).toBe('verified');
  });

  test('of a running total that is still sent the newest reading stays, and the next counts from it', async () => {
    const running = { ...DEV, temporality: 'cumulative' } as const;
    await writer.append(ACME, [of([ago(3 * DAY, 5), ago(2 * DAY, 9)], running)]);
    const selector = { by: 'before', time: now() - DAY } as const;
    expect(await eraseBy(selector)).toMatchObject({ points: 1 });
    await writer.append(ACME, [of([ago(0, 10)], running)]);
    expect(await totals()).toEqual({ [DEV.userEmail]: 5 });
    expect(await eraseBy(selector)).toMatchObject({ points: 0, erasures: 0 });
  });

  test('a series that is no longer sent goes with its last point', async () => {
    await fill();
    store.clock.advance(30 * DAY);
    await eraseBy({ by: 'retention', time: now() - DAY });
    for (const table of ['metric_points', 'metric_series', 'metric_daily']) {
      expect(await count(table)).toBe(0);
      expect(await count(table, 'globex')).toBeGreaterThan(0);
    }
  });

  test.each([
    ['user', DEV.userEmail, 3],
    ['session', OPS.sessionId, 2],
    ['tenant', '*', 5],
  ] as const)('a hold on a %s keeps its points until it is released', async (scope, value, held) => {
    await fill();
    await placeHold(deps(), 'acme', { hold: 'case-7', scope, value });
    const all = { by: 'before', time: now() } as const;
    await expect(eraseBy(all)).rejects.toMatchObject({ code: 'legal_hold' });
    expect(await count('metric_points')).toBe(5);
    const skipped = await eraseBy(all, { onHold: 'skip' });
    expect(skipped).toMatchObject({ points: 5 - held, held_points: held, holds: ['case-7'] });
    expect(await count('metric_points')).toBe(held);
    await releaseHold(deps(), 'acme', 'case-7');
    expect(await eraseBy(all)).toMatchObject({ points: held, held_points: 0 });
  });

  test('a hold on a range keeps every series that reaches into it, whole', async () => {
    await fill();
    const range = { since: now() - 3 * DAY, until: now() - 2 * DAY };
    await placeHold(deps(), 'acme', { hold: 'case-8', scope: 'range', value: formatHoldRange(range) });
    const skipped = await eraseBy({ by: 'before', time: now() }, { onHold: 'skip' });
    expect(skipped).toMatchObject({ points: 2, held_points: 3, holds: ['case-8'] });
  });

  test('a tenant that has metrics alone begins its chain with what was erased', async () => {
    await writer.append(ACME, [of([ago(HOUR, 1)], DEV)]);
    expect(await eraseBy({ by: 'user', value: DEV.userEmail })).toMatchObject({ rows: 0, points: 1 });
    expect(await acts()).toEqual([{ act: 'metrics_erased', points: 1, selector: 'user' }]);
  });

  test('more series than one transaction takes', async () => {
    const many = Array.from({ length: 120 }, (_, index) =>
      of([ago(HOUR, 1)], { ...DEV, attributes: { part: `n${index}` } }),
    );
    await writer.append(ACME, many);
    expect(await eraseBy({ by: 'session', value: DEV.sessionId })).toMatchObject({
      points: 120,
      erasures: 3,
    });
    expect(await count('metric_series')).toBe(0);
  });
});

function nanoseconds(milliseconds: number): string {
  return (BigInt(milliseconds) * 1_000_000n).toString();
}
