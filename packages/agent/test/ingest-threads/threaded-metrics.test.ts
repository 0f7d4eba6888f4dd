// Metrics whose thread fails: refused so that they are sent again, and never stored unless a preparer made them.
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import {
  adoptPreparedMetrics,
  createMetricWriter,
  migrate,
  openDatabase,
  type Database,
  type MetricWriter,
  type PreparedMetrics,
} from '@governance-agent/audit-core';
import { temporaryDatabaseUrl } from '@governance-agent/testkit';
import { createIngestPool, type IngestPool } from '../../src/ingest-threads/ingest-pool.ts';
import { createThreadedMetrics } from '../../src/ingest-threads/threaded-metrics.ts';

const ACME = { org: 'acme', tenant: 'acme', dataset: 'default-metrics' };
const setup = { limits: {}, detection: true, policy: {} };
const script = new URL('scripts/dies.ts', import.meta.url);

let store: Awaited<ReturnType<typeof temporaryDatabaseUrl>>;
let database: Database;
let writer: MetricWriter;
let pool: IngestPool;

beforeEach(async () => {
  store = await temporaryDatabaseUrl('sqlite');
  database = openDatabase(store.url);
  await migrate(database);
  writer = createMetricWriter({ database, clock: { now: () => Date.now() } });
  pool = createIngestPool({ setup, threads: 1, script });
});
afterEach(async () => {
  await pool.close();
  await writer.close();
  await database.close();
  await store.remove();
});

const point = (time: string, more = ''): Buffer =>
  Buffer.from(
    `{"resourceMetrics":[{"scopeMetrics":[{"metrics":[{"name":"a${more}","gauge":{"dataPoints":[{"timeUnixNano":"${time}","asInt":1}]}}]}]}]}`,
  );

const points = (count: number): Buffer => {
  const dataPoints = Array.from({ length: count }, (_, index) => ({
    timeUnixNano: `${1_700_000_000_000_000_000n + BigInt(index)}`,
    asInt: 1,
  }));
  return Buffer.from(
    JSON.stringify({
      resourceMetrics: [{ scopeMetrics: [{ metrics: [{ name: 'a', gauge: { dataPoints } }] }] }],
    }),
  );
};

test.each(['die now', 'throw now'])('%s: refused, then stored once', async (text) => {
  const ingest = createThreadedMetrics({ pool, sink: writer, withheld: () => undefined });
  await expect(ingest(ACME, 'json', point('1700000000000000000', text))).rejects.toMatchObject({
    name: 'IngestError',
    code: 'unavailable',
    message: 'the request could not be worked on: send again',
  });
  const again = () => ingest(ACME, 'json', point('1700000000000000000'));
  expect(await again()).toMatchObject({ receipt: { appended: 1, duplicates: 0 } });
  expect(await again()).toMatchObject({ receipt: { appended: 0, duplicates: 1 } });
});

test('many points are taken over portion by portion, few at once, and all of them land', async () => {
  const taken: number[] = [];
  const sink: Pick<MetricWriter, 'appendPrepared'> = {
    appendPrepared: (batch) => {
      taken.push(batch.points.length);
      return writer.appendPrepared(batch);
    },
  };
  const ingest = createThreadedMetrics({ pool, sink, withheld: () => undefined });
  expect(await ingest(ACME, 'json', points(200))).toMatchObject({
    receipt: { appended: 200, duplicates: 0 },
  });
  expect(taken.splice(0)).toEqual([200]);
  const many = await ingest(ACME, 'json', points(2300));
  expect(many).toMatchObject({ receipt: { appended: 2100, duplicates: 200 }, rejected: 0 });
  expect(taken).toEqual([1000, 1000, 300]);
});

test('rows that were not adopted are not appended', async () => {
  const rows = { tenant: 'acme', series: [], points: [] };
  await expect(writer.appendPrepared(rows as unknown as PreparedMetrics)).rejects.toMatchObject({
    code: 'not_masked',
  });
  const copied = { ...adoptPreparedMetrics(rows) } as PreparedMetrics;
  await expect(writer.appendPrepared(copied)).rejects.toMatchObject({ code: 'not_masked' });
});
