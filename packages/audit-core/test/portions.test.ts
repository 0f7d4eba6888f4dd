// Long requests land in portions: the same rows and points, once, also where one of the portions fails.
import { afterEach, describe, expect, test } from '@jest/globals';
import { databaseKinds } from '@governance-agent/testkit';
import {
  createAuditWriter,
  createMetricPreparer,
  createMetricWriter,
  createSigner,
  idempotencyKey,
  verify,
  type Signer,
} from '../src/index.ts';
import { metricPortions } from '../src/metric-store/metric-portions.ts';
import type { PreparedRow } from '../src/prepare-row.ts';
import { rowPortions } from '../src/row-portions.ts';
import { auditEvent, eventMasker, maskedEvents } from './support/events.ts';
import { metric, point } from './support/metrics.ts';
import { ACME, testStore, type TestStore } from './support/store.ts';

const MEBI = 1024 * 1024;
const row = (text: number, content?: number): PreparedRow =>
  ({
    body: { ...NOBODY, attributes: 'a'.repeat(text), resource: '' },
    content: content === undefined ? null : { content: 'c'.repeat(content) },
  }) as unknown as PreparedRow;
const NOBODY = { session_id: null, user_email: null, model: null, tool_name: null };
/** Somebody in some session, with a model and a tool that are others with every row. */
const named = (session: string, user: string, index: number): PreparedRow =>
  ({
    body: {
      ...{ attributes: '', resource: '', session_id: session, user_email: user },
      ...{ model: `m${index}`, tool_name: `t${index}` },
    },
    content: null,
  }) as unknown as PreparedRow;
const rowsOf = (count: number, one: (index: number) => PreparedRow): PreparedRow[] =>
  Array.from({ length: count }, (_, index) => one(index));

test.each<[string, readonly PreparedRow[], number[]]>([
  ['nothing is one portion', [], [0]],
  ['a group is one', Array.from({ length: 512 }, () => row(10)), [512]],
  ['one row more is two', Array.from({ length: 513 }, () => row(10)), [512, 1]],
  ['text counts', [row(MEBI / 2), row(MEBI / 2), row(1), row(MEBI / 2)], [2, 2]],
  ['content counts', [row(1, 2 * MEBI), row(1)], [1, 1]],
  ['a large row stands alone', [row(1), row(5 * MEBI), row(1)], [1, 1, 1]],
  ['names count', rowsOf(300, (index) => named(`s${index}`, `p${index}`, index)), [128, 128, 44]],
  ['each name once', rowsOf(600, (index) => named('s', 'p', index % 200)), [512, 88]],
  ['and anew in each portion', rowsOf(500, (index) => named('s', `p${index % 10}`, index)), [251, 249]],
])('rows: %s', (_name, rows, sizes) => {
  const portions = rowPortions(rows);
  expect(portions.map(({ length }) => length)).toEqual(sizes);
  expect(portions.flat()).toEqual(rows);
});

describe.each(databaseKinds)('on %s', (kind) => {
  let store: TestStore;
  afterEach(() => store.remove());

  const stored = () => store.database.knex('audit_logs').where({ tenant: 'acme' });
  const people = (count: number) =>
    Array.from({ length: count }, (_, index) =>
      eventMasker.mask(
        auditEvent({
          sessionId: `s${index}`,
          userEmail: `p${index}@acme.example`,
          idempotencyKey: idempotencyKey(BigInt(index), 'people'),
        }),
      ),
    );

  test('a long request is one chain, and its rollups are what its rows say', async () => {
    store = await testStore(kind);
    const events = people(1300);
    const receipt = await store.writer.append(ACME, [...events, ...events.slice(0, 10)]);
    expect(receipt).toMatchObject({ appended: 1300, duplicates: 10, head: { size: 1300 } });
    const { database, clock, key } = store;
    const report = await verify({ database, clock, trustedKeys: [key.publicKey], mode: 'deep' });
    expect(report).toMatchObject({ verdict: 'verified' });
    expect(await store.writer.append(ACME, events)).toMatchObject({ appended: 0, duplicates: 1300 });
  });

  test('where a portion fails, those before it stay, and sending again adds the rest', async () => {
    store = await testStore(kind);
    let left = 600;
    const sound = createSigner({ key: store.key });
    const failing: Signer = {
      ...sound,
      sign(message) {
        left -= 1;
        if (left < 0) throw new Error('no');
        return sound.sign(message);
      },
      signMany: (messages) => Promise.all(messages.map((message) => Promise.resolve(failing.sign(message)))),
    };
    const writer = createAuditWriter({ database: store.database, signer: failing, clock: store.clock });
    const events = maskedEvents(1300);
    await expect(writer.append(ACME, events)).rejects.toMatchObject({ name: 'AuditError' });
    expect(await stored()).toHaveLength(512);
    left = 10_000;
    expect(await writer.append(ACME, events)).toMatchObject({ appended: 788, duplicates: 512 });
    await writer.close();
  });

  test('closing waits for every portion of what was taken', async () => {
    store = await testStore(kind);
    const writer = createAuditWriter({
      database: store.database,
      signer: createSigner({ key: store.key }),
      clock: store.clock,
    });
    const taken = writer.append(ACME, maskedEvents(1300));
    await writer.close();
    expect(await stored()).toHaveLength(1300);
    expect(await taken).toMatchObject({ appended: 1300 });
  });

  test('a long request of points adds up, the same whether it comes in one portion or several', async () => {
    store = await testStore(kind);
    const writer = createMetricWriter({ database: store.database, clock: store.clock });
    const points = Array.from({ length: 4500 }, (_, index) => point(index + 1, index + 1));
    const total = metric(points, { temporality: 'cumulative' });
    const destination = { ...ACME, dataset: 'default-metrics' };
    expect(await writer.append(destination, [total])).toEqual({ appended: 4500, duplicates: 0 });
    expect(await writer.append(destination, [total])).toEqual({ appended: 0, duplicates: 4500 });
    expect(await store.database.knex('metric_daily').sum({ sum: 'total' })).toEqual([{ sum: 4500 }]);
    await writer.close();
  });
});

test.each<[string, number, number, number[]]>([
  ['few points of one series', 10, 10, [10]],
  ['many points of one series', 4500, 4500, [1000, 1000, 1000, 1000, 500]],
  ['many series', 1700, 1, [500, 500, 500, 200]],
  ['some series', 4500, 3, [1000, 1000, 1000, 1000, 500]],
])('points: %s', (_name, count, each, sizes) => {
  const prepare = createMetricPreparer({ clock: { now: () => 0 } });
  const series = Array.from({ length: count / each }, (_, index) =>
    metric(
      Array.from({ length: each }, (__, at) => point(at, 1)),
      { name: `m.${'abcdefghij'[index % 10]}`, attributes: { index } },
    ),
  );
  const batch = prepare(ACME, series);
  const portions = metricPortions(batch);
  expect(portions.map(({ points }) => points.length)).toEqual(sizes);
  expect(portions.flatMap(({ points }) => points)).toEqual(batch.points);
  for (const portion of portions) {
    const named = new Set(portion.series.map(({ series_id }) => series_id));
    expect(portion.points.every(({ series_id }) => named.has(series_id))).toBe(true);
    expect(portion.series.length).toBe(named.size);
  }
});
