// One agent sends logs and metrics on to another: the second comes to the same totals, however often it is told.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { compareUsage, readMetricNames, readMetricSeries, readRowsAfter } from '@governance-agent/audit-core';
import { captureRequests, captures, temporaryDirectory } from '@governance-agent/testkit';
import { setTimeout as pause } from 'node:timers/promises';
import { DEMO, demoAuthorization, replay } from '../support/ingest.ts';
import { testAgent, type TestAgent } from '../support/test-agent.ts';

const captured = captures().flatMap(captureRequests);
const metrics = captured.filter(({ signal }) => signal === 'metrics');
const logs = captured.filter(({ signal }) => signal === 'logs');

const START = BigInt(Date.UTC(2026, 10, 20)) * 1_000_000n;
const at = (minute: number) => ({
  startTimeUnixNano: String(START),
  timeUnixNano: String(START + BigInt(minute) * 60_000_000_000n),
});
const noted = (text: string) => [{ key: 'note', value: { stringValue: text } }];
const DELTA = 1;
const RUNNING = 2;

/** Of each kind two series that masking makes alike. */
const everyKind = (minute: number) =>
  [noted('by jane.doe@example.com'), noted('by john.roe@example.com')].flatMap((attributes) => {
    const own = { ...at(minute), attributes };
    const distribution = { ...own, count: String(minute), sum: minute * 2.5 };
    const buckets = { ...distribution, bucketCounts: [String(minute), '0'], explicitBounds: [0.5] };
    const exponential = { ...distribution, scale: 2, positive: { offset: -1, bucketCounts: [minute] } };
    const sum = { dataPoints: [{ ...own, asInt: String(minute * 7) }] };
    const running = { aggregationTemporality: RUNNING };
    return [
      { name: 'own.gauge', gauge: { dataPoints: [{ ...own, asDouble: minute / 4 }] } },
      { name: 'own.total', unit: '1', sum: { ...sum, ...running, isMonotonic: true } },
      { name: 'own.amount', sum: { ...sum, aggregationTemporality: DELTA, isMonotonic: true } },
      { name: 'own.level', sum: { ...sum, ...running } },
      { name: 'own.unsaid', sum },
      { name: 'own.histogram', histogram: { dataPoints: [buckets], ...running } },
      {
        name: 'own.histogram.delta',
        histogram: { dataPoints: [{ ...buckets, min: 0.25, max: 9 }], aggregationTemporality: DELTA },
      },
      { name: 'own.exponential', exponentialHistogram: { dataPoints: [exponential], ...running } },
      { name: 'own.summary', summary: { dataPoints: [{ ...distribution, quantileValues: [] }] } },
      { name: 'own.none', gauge: { dataPoints: [{ ...own, flags: 1 }] } },
    ];
  });

async function postMetrics(url: string, authorization: string, sent: readonly unknown[]): Promise<void> {
  const scopeMetrics = [{ scope: { name: 'own', version: '1.0.0' }, metrics: sent }];
  const answer = await fetch(`${url}/v1/metrics`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization },
    body: JSON.stringify({ resourceMetrics: [{ resource: { attributes: [] }, scopeMetrics }] }),
  });
  expect([answer.status, await answer.text()]).toEqual([200, '{}']);
}

const NOTED: unknown = expect.stringContaining('"note":"by [EMAIL]"');

const open: { remove: () => Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.remove();
});

test('logs and metrics arrive at a second agent, with the same totals, once', async () => {
  const directory = await temporaryDirectory();
  const second = await testAgent('sqlite');
  const file = path.join(directory.path, 'forward.json');
  const headers = { Authorization: 'env:SECOND_AGENT' };
  const signals = ['logs', 'metrics'];
  open.push(second, directory);
  await writeFile(file, JSON.stringify([{ name: 'second', endpoint: second.url, headers, signals }]));
  const secret = await demoAuthorization(second.dataDir);
  const first = await testAgent('postgres', { FORWARD_FILE: file, SECOND_AGENT: secret });
  open.unshift(first);
  const authorization = await demoAuthorization(first.dataDir);
  for (const request of logs) await replay(first.url, authorization, request);
  // The newest first: every running total but one comes late.
  for (const request of metrics.toReversed()) await replay(first.url, authorization, request);
  for (const minute of [3, 1, 2]) await postMetrics(first.url, authorization, everyKind(minute));

  const points = await pointsOf(first);
  expect(points).toBeGreaterThan(100);
  await untilDelivered(first, 'metrics', points);
  await untilDelivered(first, 'logs', (await readRowsAfter(first.database, DEMO, 0, 10_000)).length);
  const wanted = await totalsOf(first);
  expect(wanted.length).toBeGreaterThan(15);
  expect(await totalsOf(second)).toEqual(wanted);
  expect(await usageOf(second)).toEqual(await usageOf(first));
  expect(await second.database.knex('metric_series')).toHaveLength(
    (await first.database.knex('metric_series')).length,
  );
  const attributes = await second.database
    .knex('metric_series')
    .where({ name: 'own.gauge' })
    .pluck('attributes');
  expect(attributes).toEqual([NOTED, NOTED]);

  await first.database.knex('forward_cursors').update({ seq: 0 });
  await postMetrics(first.url, authorization, everyKind(4).slice(0, 1));
  await untilDelivered(first, 'metrics', points * 2 + 1);
  expect(await pointsOf(second)).toBe(points + 1);
  expect(await totalsOf(second)).toEqual(await totalsOf(first));
});

async function pointsOf({ database }: TestAgent): Promise<number> {
  return (await database.knex('metric_points')).length;
}

/** Every figure of every metric over all time. Fractions are added up in another order: they are told to the billionth. */
async function totalsOf({ database }: TestAgent): Promise<unknown[]> {
  const { metrics: named } = await readMetricNames(database, DEMO);
  const names = [...new Set(named.map(({ name }) => name))];
  const reports = names.map(async (name) => {
    const { rows } = await readMetricSeries(database, DEMO, { name });
    return rows.map(({ value, ...row }) => ({ name, ...row, value: value?.toFixed(9) }));
  });
  return (await Promise.all(reports)).flat();
}

async function usageOf({ database }: TestAgent): Promise<unknown> {
  const { figures } = await compareUsage(database, DEMO);
  return figures.map(({ figure, metrics: value }) => [figure, value]);
}

async function untilDelivered({ url }: TestAgent, signal: string, count: number): Promise<void> {
  const line = `governance_forward_rows_total{destination="second",signal="${signal}",outcome="delivered"} `;
  for (;;) {
    const text = await (await fetch(`${url}/metrics`)).text();
    const found = text.split('\n').find((one) => one.startsWith(line)) ?? '';
    if (Number(found.slice(line.length)) >= count) return;
    await pause(50);
  }
}
