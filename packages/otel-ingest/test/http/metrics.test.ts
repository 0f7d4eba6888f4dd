// Metrics through the front door: real masker, real store.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  createMetricMasker,
  createMetricWriter,
  migrate,
  openDatabase,
  readMetricSeries,
  type Database,
} from '@governance-agent/audit-core';
import { createMasker } from '@governance-agent/policy-engine';
import { fixedClock, MetricsRequest, temporaryDatabaseUrl } from '@governance-agent/testkit';
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { TELEMETRY_STRUCTURAL_FIELDS, type MetricPorts } from '../../src/index.ts';
import { logsRequest, readExportResponse, readStatus } from './support/messages.ts';
import { JSON_TYPE, jsonOf, post, PROTOBUF } from './support/post.ts';
import { CREDENTIAL, testPorts } from './support/test-ports.ts';
import { startServer, type TestServer } from './support/test-server.ts';

const TIME = 1_795_229_540_397_000_000n;
let sent = 0;

/** A request with one point of 1, at a time of its own. */
function request(change: object = {}, point: object = {}): object {
  sent += 1;
  const dataPoints = [
    {
      timeUnixNano: (TIME + BigInt(sent)).toString(),
      asInt: 1,
      attributes: [{ key: 'note', value: { stringValue: 'mail jo@example.com' } }],
      ...point,
    },
  ];
  const metric = {
    name: 'claude_code.session.count',
    sum: { aggregationTemporality: 1, isMonotonic: true, dataPoints },
  };
  return { resourceMetrics: [{ scopeMetrics: [{ metrics: [{ ...metric, ...change }] }] }] };
}
const json = (body: object): Buffer => Buffer.from(JSON.stringify(body));
const protobuf = (body: object): Buffer =>
  Buffer.from(MetricsRequest.encode(MetricsRequest.fromObject(body)).finish());

describe('POST /v1/metrics', () => {
  let server: TestServer;
  let database: Database;
  let removeStore: () => Promise<void>;
  let metrics: MetricPorts;
  beforeAll(async () => {
    const { url, remove } = await temporaryDatabaseUrl('sqlite');
    removeStore = remove;
    database = openDatabase(url);
    await migrate(database);
    metrics = {
      masker: createMetricMasker({ masker: createMasker(), structural: TELEMETRY_STRUCTURAL_FIELDS }),
      sink: createMetricWriter({ database, clock: fixedClock() }),
    };
    server = await startServer({ ports: testPorts({ metrics }) });
  });
  afterAll(async () => {
    await server.close();
    await database.close();
    await removeStore();
  });

  const total = async (): Promise<number> => {
    const { rows } = await readMetricSeries(database, 'test-tenant', { name: 'claude_code.session.count' });
    return rows.reduce((sum, { value }) => sum + (value ?? 0), 0);
  };

  test.each([
    ['protobuf', '/v1/metrics', PROTOBUF, protobuf, ''],
    ['JSON', '/v1/metrics', JSON_TYPE, json, '{}'],
    [
      'gzip',
      '/v1/metrics',
      { ...PROTOBUF, 'content-encoding': 'gzip' },
      (body: object) => gzipSync(protobuf(body)),
      '',
    ],
    [
      'deflate',
      '/v1/metrics',
      { ...JSON_TYPE, 'content-encoding': 'deflate' },
      (body: object) => deflateSync(json(body)),
      '{}',
    ],
    [
      'br',
      '/v1/metrics',
      { ...JSON_TYPE, 'content-encoding': 'br' },
      (body: object) => brotliCompressSync(json(body)),
      '{}',
    ],
    [
      'zstd',
      '/v1/metrics',
      { ...PROTOBUF, 'content-encoding': 'zstd' },
      (body: object) => zstdCompressSync(protobuf(body)),
      '',
    ],
    ['a base endpoint that ended in /v1/logs', '/v1/logs/v1/metrics', PROTOBUF, protobuf, ''],
    ['a base endpoint that ended in /v1/metrics', '/v1/metrics/v1/metrics', PROTOBUF, protobuf, ''],
    ['a trailing slash', '/v1/metrics/', PROTOBUF, protobuf, ''],
  ])('stores one point, once: %s', async (_name, path, headers, encode, answer) => {
    const before = await total();
    const body = encode(request());
    for (const _again of [1, 2]) {
      const got = await post(server.url + path, { body, headers: { ...headers } });
      expect([got.status, got.body.toString()]).toEqual([200, answer]);
      expect(got.headers['content-type']).toBe(headers['content-type']);
      expect(got.headers['x-audit-head']).toBeUndefined();
    }
    expect(await total()).toBe(before + 1);
    expect(server.ports.counted.slice(-2)).toEqual([
      { signal: 'metrics', what: '1 appended, 0 duplicates' },
      { signal: 'metrics', what: '0 appended, 1 duplicates' },
    ]);
  });

  test('masks attributes before they are stored, and writes no audit row', async () => {
    await post(`${server.url}/v1/metrics`, {
      body: json(request({ description: 'ask jo@example.com' })),
      headers: JSON_TYPE,
    });
    const rows = await database.knex('metric_series').select();
    expect(JSON.stringify(rows)).toContain('[EMAIL]');
    expect(JSON.stringify(rows)).not.toContain('jo@example.com');
    expect(server.ports.rows).toEqual([]);
  });

  test.each([
    ['0 bytes', Buffer.alloc(0), PROTOBUF, ''],
    ['{}', Buffer.from('{}'), JSON_TYPE, '{}'],
    ['no resources', Buffer.from('{"resourceMetrics":[]}'), JSON_TYPE, '{}'],
    [
      'a metric without data',
      Buffer.from('{"resourceMetrics":[{"scopeMetrics":[{"metrics":[{}]}]}]}'),
      JSON_TYPE,
      '{}',
    ],
  ])('%s is a success without a point', async (_name, body, headers, answer) => {
    const got = await post(`${server.url}/v1/metrics`, { body, headers });
    expect([got.status, got.body.toString()]).toEqual([200, answer]);
  });

  test('a point that cannot be read is counted beside those that can', async () => {
    const both = {
      resourceMetrics: [
        ...(request() as { resourceMetrics: object[] }).resourceMetrics,
        ...(request({}, { timeUnixNano: '0' }) as { resourceMetrics: object[] }).resourceMetrics,
      ],
    };
    const got = await post(`${server.url}/v1/metrics`, { body: json(both), headers: JSON_TYPE });
    expect([got.status, jsonOf(got)]).toEqual([
      200,
      {
        partialSuccess: {
          rejectedDataPoints: '1',
          errorMessage: expect.stringMatching(
            /^data points that cannot be read: 1; resource_metrics\[1\].*time_unix_nano/,
          ),
        },
      },
    ]);
    const binary = await post(`${server.url}/v1/metrics`, { body: protobuf(both), headers: PROTOBUF });
    expect(readExportResponse(binary.body)).toMatchObject({ partialSuccess: { rejected: 1 } });
  });

  test.each([
    ['no readable point', json(request({}, { timeUnixNano: '0' })), JSON_TYPE, 400],
    ['garbage', Buffer.from('ff00ff', 'hex'), PROTOBUF, 400],
    ['logs', json(logsRequest(1)), JSON_TYPE, 400],
    ['another type', json(request()), { 'content-type': 'text/plain', authorization: CREDENTIAL }, 415],
  ])('%s is refused', async (_name, body, headers, status) => {
    const got = await post(`${server.url}/v1/metrics`, { body, headers: { ...headers } });
    expect(got.status).toBe(status);
    const { message } = readStatus(got.headers['content-type'], got.body);
    expect(message).not.toBe('');
  });

  test('without a credential it is 401, before the body counts', async () => {
    const got = await post(`${server.url}/v1/metrics`, {
      body: json(request()),
      headers: { ...JSON_TYPE, authorization: 'Basic eA==' },
    });
    expect(got.status).toBe(401);
  });

  test('a store in trouble is 503 with Retry-After, and sending again stores the point once', async () => {
    const before = await total();
    let fails = 1;
    const flaky: MetricPorts = {
      ...metrics,
      sink: {
        append: (...given) =>
          fails-- > 0 ? Promise.reject(new Error('down')) : metrics.sink.append(...given),
      },
    };
    const own = await startServer({ ports: testPorts({ metrics: flaky }) });
    const body = json(request());
    const refused = await post(`${own.url}/v1/metrics`, { body, headers: JSON_TYPE });
    const stored = await post(`${own.url}/v1/metrics`, { body, headers: JSON_TYPE });
    await own.close();
    expect([refused.status, stored.status]).toEqual([503, 200]);
    expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(3);
    expect(await total()).toBe(before + 1);
  });
});
