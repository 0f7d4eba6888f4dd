// The metrics requests of the real client, sent twice: the totals must be those that the client counted.
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readMetricUsage, rebuildMetricDaily } from '@governance-agent/audit-core';
import {
  captureRequests,
  captures,
  databaseKinds,
  MetricsRequest,
  type CapturedRequest,
} from '@governance-agent/testkit';
import { demoAuthorization, DEMO, replay } from '../support/ingest.ts';
import { testAgent, type TestAgent } from '../support/test-agent.ts';

const requests = captures()
  .flatMap(captureRequests)
  .filter(({ signal }) => signal === 'metrics');

interface OraclePoint {
  readonly attributes: readonly { readonly key: string; readonly value: { readonly stringValue?: string } }[];
  readonly startTimeUnixNano: string;
  readonly timeUnixNano: string;
  readonly asDouble: number;
}
interface OracleMetric {
  readonly name: string;
  readonly sum: {
    readonly dataPoints: readonly OraclePoint[];
    readonly aggregationTemporality: number;
    readonly isMonotonic: boolean;
  };
}
interface OracleRequest {
  readonly resourceMetrics: readonly {
    readonly resource: unknown;
    readonly scopeMetrics: readonly { readonly metrics: readonly OracleMetric[] }[];
  }[];
}
interface Counted {
  readonly name: string;
  readonly series: string;
  readonly cumulative: boolean;
  readonly attribute: (key: string) => string | null;
  readonly point: OraclePoint;
}

function plainRequest({ headers, body }: CapturedRequest): OracleRequest {
  const bytes = headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
  const plain =
    headers['content-type'] === 'application/json'
      ? (JSON.parse(bytes.toString()) as unknown)
      : MetricsRequest.toObject(MetricsRequest.decode(bytes), { longs: String });
  return plain as OracleRequest;
}

const counted: readonly Counted[] = requests.flatMap((request) =>
  plainRequest(request).resourceMetrics.flatMap(({ resource, scopeMetrics }) =>
    scopeMetrics.flatMap(({ metrics }) =>
      metrics.flatMap(({ name, sum }) =>
        sum.dataPoints.map((point) => ({
          name,
          series: JSON.stringify([resource, name, point.attributes]),
          cumulative: sum.aggregationTemporality === 2,
          attribute: (key: string) =>
            point.attributes.find((one) => one.key === key)?.value.stringValue ?? null,
          point,
        })),
      ),
    ),
  ),
);

/** The client's own counters: deltas added up, of running totals the last of each life. */
function clientTotal(points: readonly Counted[]): number {
  const lives = new Map<string, Counted>();
  let total = 0;
  for (const one of points) {
    if (!one.cumulative) {
      total += one.point.asDouble;
      continue;
    }
    const life = `${one.series} ${one.point.startTimeUnixNano}`;
    const known = lives.get(life);
    if (known === undefined || known.point.timeUnixNano < one.point.timeUnixNano) lives.set(life, one);
  }
  return total + [...lives.values()].reduce((sum, { point }) => sum + point.asDouble, 0);
}

const names = [...new Set(counted.map(({ name }) => name))].sort();

describe.each(databaseKinds)('all captured metrics requests, sent twice, on %s', (kind) => {
  let agent: TestAgent;
  let token: string;
  beforeAll(async () => {
    agent = await testAgent(kind);
    token = await agent.token({ tenant: DEMO });
    const authorization = await demoAuthorization(agent.dataDir);
    for (const request of [...requests, ...requests]) {
      const answer = await replay(agent.url, authorization, request);
      expect([answer.status, request.file]).toEqual([200, request.file]);
      const empty = request.headers['content-type'] === 'application/json' ? '{}' : '';
      expect(await answer.text()).toBe(empty);
    }
  });
  afterAll(() => agent.remove());

  const get = async (path: string): Promise<Record<string, unknown>> => {
    const response = await fetch(`${agent.url}/api/v1${path}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(response.status).toBe(200);
    return (await response.json()) as Record<string, unknown>;
  };
  interface Row {
    readonly group: string | null;
    readonly value: number;
  }
  const series = async (query: string): Promise<Row[]> =>
    (await get(`/metrics/series?${query}`))['rows'] as Row[];

  test('lists every metric that the client has', async () => {
    expect(names.length).toBeGreaterThan(4);
    const { metrics } = (await get('/metrics')) as {
      metrics: { name: string; kind: string; unit: string }[];
    };
    expect([...new Set(metrics.map(({ name }) => name))]).toEqual(names);
    expect(metrics).toContainEqual(
      expect.objectContaining({ name: 'claude_code.cost.usage', unit: 'USD', kind: 'sum' }),
    );
  });

  test.each(names)('%s is what the client counted', async (name) => {
    const own = counted.filter((one) => one.name === name);
    const expected = clientTotal(own);
    expect(expected).toBeGreaterThan(0);
    for (const bucket of ['', '&bucket=day', '&bucket=hour']) {
      const total = (await series(`name=${name}${bucket}`)).reduce((sum, { value }) => sum + value, 0);
      if (own.every(({ point }) => Number.isInteger(point.asDouble))) expect(total).toBe(expected);
      else expect(total).toBeCloseTo(expected, 9);
    }
  });

  test.each([
    ['claude_code.token.usage', 'type', 'type'],
    ['claude_code.token.usage', 'model', 'model'],
    ['claude_code.cost.usage', 'session', 'session.id'],
    ['claude_code.active_time.total', 'attr.type', 'type'],
  ])('%s by %s is what the client counted', async (name, group, key) => {
    const own = counted.filter((one) => one.name === name);
    const expected = new Map(
      [...Map.groupBy(own, ({ attribute }) => attribute(key))].map(([value, points]) => [
        value,
        clientTotal(points),
      ]),
    );
    const rows = await series(`name=${name}&group_by=${group}`);
    expect(new Set(rows.map((row) => row.group))).toEqual(new Set(expected.keys()));
    for (const row of rows) expect(row.value).toBeCloseTo(expected.get(row.group) ?? Number.NaN, 9);
  });

  test('usage counted from metrics agrees with the counters, and says where it comes from', async () => {
    const { source, usage } = (await get('/usage?source=metrics&group_by=plane')) as {
      source: string;
      usage: Record<string, number>[];
    };
    expect(source).toBe('metrics');
    const sum = (figure: string): number => usage.reduce((total, row) => total + (row[figure] ?? 0), 0);
    const of = (name: string, type?: string): number =>
      clientTotal(
        counted.filter((one) => one.name === name && (type === undefined || one.attribute('type') === type)),
      );
    expect(sum('tokens_input')).toBe(of('claude_code.token.usage', 'input'));
    expect(sum('tokens_cache_read')).toBe(of('claude_code.token.usage', 'cacheRead'));
    expect(sum('tokens_used')).toBe(of('claude_code.token.usage'));
    expect(sum('cost_usd')).toBeCloseTo(of('claude_code.cost.usage'), 6);
    expect(sum('session_starts')).toBe(of('claude_code.session.count'));
    expect(sum('lines_added')).toBe(of('claude_code.lines_of_code.count', 'added'));
  });

  test('logs and metrics stand side by side and are never added', async () => {
    const authorization = await demoAuthorization(agent.dataDir);
    for (const request of captureRequests('cc2.1.329-tools-mix').filter(({ signal }) => signal === 'logs'))
      await replay(agent.url, authorization, request);
    const { usage } = (await get('/usage?group_by=plane')) as { usage: { tokens_used: number }[] };
    const { figures } = (await get('/usage/comparison')) as {
      figures: { figure: string; logs: number; metrics: number; difference: number }[];
    };
    const { usage: metrics } = await readMetricUsage(agent.database, DEMO);
    expect(figures).toContainEqual({
      figure: 'tokens_used',
      logs: usage[0]?.tokens_used,
      metrics: metrics[0]?.tokens_used,
      difference: (metrics[0]?.tokens_used ?? 0) - (usage[0]?.tokens_used ?? 0),
    });
    const session =
      counted.find(({ name }) => name === 'claude_code.session.count')?.attribute('session.id') ?? '';
    const own = (await get(`/usage/comparison?session_id=${session}`)) as { figures: { figure: string }[] };
    expect(own.figures).toContainEqual(expect.objectContaining({ figure: 'sessions', metrics: 1 }));
  });

  test('days made anew are the days that were', async () => {
    const days = () => agent.database.knex('metric_daily').orderBy(['series_id', 'day']);
    const before = await days();
    await rebuildMetricDaily(agent.database, DEMO);
    const after = await days();
    expect(after).toHaveLength(before.length);
    for (const [index, { total, ...rest }] of (after as { total: number }[]).entries()) {
      expect(rest).toEqual({ ...(before[index] as object), total: undefined, ...rest });
      expect(total).toBeCloseTo((before[index] as { total: number }).total, 9);
    }
  });

  test('another tenant sees nothing of it', async () => {
    const theirs = await agent.token({ tenant: 'globex' });
    const paths = ['/metrics', '/metrics/series?name=claude_code.token.usage', '/usage?source=metrics'];
    for (const path of paths) {
      const response = await fetch(`${agent.url}/api/v1${path}`, {
        headers: { authorization: `Bearer ${theirs}` },
      });
      const { metrics, rows, usage } = (await response.json()) as Record<string, unknown>;
      expect(metrics ?? rows ?? usage).toEqual([]);
    }
  });
});
