// With threads and without: the same series, points and days, the same answers, for metrics and for traces.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { captureRequests, captures, databaseKinds, MetricsRequest } from '@governance-agent/testkit';
import { DEMO, demoAuthorization, replay } from '../support/ingest.ts';
import { testAgent, type TestAgent } from '../support/test-agent.ts';

const requests = captures()
  .flatMap(captureRequests)
  .filter(({ signal }) => signal === 'metrics');

const JSON_TYPE = 'application/json';
const PROTOBUF = 'application/x-protobuf';

/** Everything that does not depend on the moment a point came. */
async function stored(agent: TestAgent): Promise<unknown> {
  const { knex } = agent.database;
  const own = ['first_seen', 'last_seen', 'arrival'];
  const rows = async (table: string, order: readonly string[]) =>
    (
      (await knex(table)
        .where({ tenant: DEMO })
        .orderBy([...order])) as Record<string, unknown>[]
    ).map((row) => Object.fromEntries(Object.entries(row).filter(([column]) => !own.includes(column))));
  return {
    series: await rows('metric_series', ['series_id']),
    points: await rows('metric_points', ['series_id', 'start_time', 'time']),
    daily: await rows('metric_daily', ['series_id', 'day']),
  };
}

/** As a client does it: what is told to send again sends again. */
async function deliver(send: () => Promise<Response>): Promise<Response> {
  for (;;) {
    const answer = await send();
    if (answer.status !== 503) return answer;
  }
}

const gauge = (from: number, count: number, text = 'a'): Record<string, unknown> => ({
  name: 'queue',
  gauge: {
    dataPoints: Array.from({ length: count }, (_, index) => ({
      timeUnixNano: String(1_700_000_000_000_000_000n + BigInt(from + index)),
      asDouble: index / 3,
      attributes: [{ key: 'owner', value: { stringValue: text } }],
    })),
  },
});
const metrics = (...list: readonly unknown[]): string =>
  JSON.stringify({ resourceMetrics: [{ scopeMetrics: [{ metrics: list }] }] });

describe.each(databaseKinds)('on %s', (kind) => {
  let plain: TestAgent;
  let threaded: TestAgent;
  beforeAll(async () => {
    plain = await testAgent(kind, { INGEST_MAX_RECORDS: '1000' });
    threaded = await testAgent(kind, { INGEST_MAX_RECORDS: '1000', INGEST_THREADS: '2' });
  });
  afterAll(() => Promise.all([plain.remove(), threaded.remove()]));

  const sendBoth = (path: string, body: Buffer | string, type: string) =>
    Promise.all(
      [plain, threaded].map(async (agent) => {
        const authorization = await demoAuthorization(agent.dataDir);
        const headers = { 'content-type': type, authorization };
        const answer = await deliver(() => fetch(agent.url + path, { method: 'POST', headers, body }));
        return { status: answer.status, body: Buffer.from(await answer.arrayBuffer()).toString('latin1') };
      }),
    );

  test('captures of the real client, twice, land as the same points', async () => {
    for (const agent of [plain, threaded]) {
      const authorization = await demoAuthorization(agent.dataDir);
      for (const request of [...requests, ...requests])
        expect((await deliver(() => replay(agent.url, authorization, request))).status).toBe(200);
    }
    const { points } = (await stored(threaded)) as { points: unknown[] };
    expect(points.length).toBeGreaterThan(10);
    expect(await stored(threaded)).toEqual(await stored(plain));
  });

  test.each<[string, string, Buffer | string, string, number]>([
    ['nothing at all', '/v1/metrics', '', JSON_TYPE, 200],
    ['no JSON', '/v1/metrics', '{"resourceMetrics":[', JSON_TYPE, 400],
    ['no protobuf', '/v1/metrics', Buffer.from([0xff, 0xff, 0xff]), PROTOBUF, 400],
    ['logs', '/v1/metrics', '{"resourceLogs":[]}', JSON_TYPE, 400],
    ['as many points as there may be', '/v1/metrics', metrics(gauge(0, 1000)), JSON_TYPE, 200],
    ['one point too many', '/v1/metrics', metrics(gauge(5000, 1001)), JSON_TYPE, 413],
    ['text to be masked', '/v1/metrics', metrics(gauge(9000, 2, 'nobody@example.org')), JSON_TYPE, 200],
    [
      'one point that cannot be read',
      '/v1/metrics',
      metrics({ name: 'a', gauge: { dataPoints: [{ asInt: 1 }] } }, gauge(9100, 1)),
      JSON_TYPE,
      200,
    ],
    ['spans', '/v1/traces', '{"resourceSpans":[{"scopeSpans":[{"spans":[{},{}]}]}]}', JSON_TYPE, 200],
    ['spans in protobuf', '/v1/traces', Buffer.from('0a0412021200', 'hex'), PROTOBUF, 200],
    ['no spans', '/v1/traces', '{"resourceSpans":7}', JSON_TYPE, 400],
    ['logs among spans', '/v1/traces', '{"resourceLogs":[]}', JSON_TYPE, 400],
  ])('%s: answered alike, stored alike', async (_name, path, body, type, status) => {
    const [first, second] = await sendBoth(path, body, type);
    expect(second).toEqual(first);
    expect(first).toMatchObject({ status });
    expect(await stored(threaded)).toEqual(await stored(plain));
  });

  test('a mail address is in neither store', async () => {
    expect(JSON.stringify(await stored(threaded))).not.toContain('nobody@example.org');
  });
});

test('what is withheld is counted', async () => {
  const agent = await testAgent('sqlite', { PII_DETECTION: 'off', INGEST_THREADS: '1' });
  const authorization = await demoAuthorization(agent.dataDir);
  const body = MetricsRequest.encode(
    MetricsRequest.fromObject(JSON.parse(metrics(gauge(0, 3))) as object),
  ).finish();
  const headers = { 'content-type': PROTOBUF, authorization };
  const sent = await deliver(() => fetch(`${agent.url}/v1/metrics`, { method: 'POST', headers, body }));
  expect(sent.status).toBe(200);
  const counters = await (await fetch(`${agent.url}/metrics`)).text();
  expect(Number(/withheld_total\{[^}]*\} (\d+)/.exec(counters)?.[1])).toBe(1);
  await agent.remove();
});
