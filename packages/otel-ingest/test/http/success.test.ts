// What is accepted and what the answer then says.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { captureRequests, captures } from '@governance-agent/testkit';
import { logsJson, logsRequest, readExportResponse } from './support/messages.ts';
import { JSON_TYPE, jsonOf, post, PROTOBUF } from './support/post.ts';
import { CREDENTIAL, testPorts } from './support/test-ports.ts';
import { startServer, type TestServer } from './support/test-server.ts';

const empties: readonly [string, string, object, string][] = [
  ['0 bytes of protobuf', '', PROTOBUF, ''],
  ['an empty protobuf envelope', '\n\u0000', PROTOBUF, ''],
  ['{}', '{}', JSON_TYPE, '{}'],
  ['an empty list', '{"resourceLogs":[]}', JSON_TYPE, '{}'],
  ['empty envelopes', '{"resourceLogs":[{"scopeLogs":[{"logRecords":[]}]}]}', JSON_TYPE, '{}'],
  ['0 bytes labelled gzip', '', { ...PROTOBUF, 'content-encoding': 'gzip' }, ''],
];

describe('an accepted request', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  test.each(empties)('%s is a success without a row', async (_name, body, headers, answer) => {
    const ports = testPorts();
    const own = await startServer({ ports });
    const got = await post(`${own.url}/v1/logs`, { body, headers: { ...headers } });
    await own.close();
    expect([got.status, got.body.toString(), ports.destinations]).toEqual([200, answer, []]);
    expect(got.headers['x-audit-head']).toBeUndefined();
  });

  test('answers JSON with {} and the head of the chain', async () => {
    const got = await post(`${server.url}/v1/logs`, { body: logsJson(3), headers: JSON_TYPE });
    expect([got.status, jsonOf(got)]).toEqual([200, {}]);
    expect(got.headers['content-type']).toBe('application/json');
    expect(got.headers['x-audit-head']).toBe(`${server.ports.rows.length} aGVhZA==`);
    expect(server.ports.destinations.at(-1)).toEqual({
      org: 'test',
      tenant: 'test-tenant',
      dataset: 'default',
    });
  });

  test('is masked before it is stored', async () => {
    const ports = testPorts();
    const own = await startServer({ ports });
    await post(`${own.url}/v1/logs`, { body: logsJson(1, 'write to jo@example.com'), headers: JSON_TYPE });
    await own.close();
    expect(ports.rows).toHaveLength(1);
    expect(JSON.stringify(ports.rows)).not.toContain('jo@example.com');
  });

  test('sent again adds no row', async () => {
    const ports = testPorts();
    const own = await startServer({ ports });
    for (const _again of [1, 2]) await post(`${own.url}/v1/logs`, { body: logsJson(2), headers: JSON_TYPE });
    await own.close();
    expect(ports.counted.map(({ what }) => what)).toEqual([
      '2 appended, 0 duplicates',
      '0 appended, 2 duplicates',
    ]);
  });

  test.each(captures())('capture %s', async (capture) => {
    for (const { signal, path, headers, body } of captureRequests(capture)) {
      const sent = { ...headers, authorization: CREDENTIAL };
      const got = await post(server.url + path, { headers: sent, body });
      expect([signal, got.status]).toEqual([signal, 200]);
      expect(got.headers['content-type']).toBe(headers['content-type']);
    }
  });
});

describe('partial success', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ settings: { maxAttributes: 3, maxDepth: 4 } });
  });
  afterAll(() => server.close());

  test('too many attributes are a warning, not a rejection', async () => {
    const got = await post(`${server.url}/v1/logs`, { body: logsJson(2), headers: JSON_TYPE });
    expect(jsonOf(got)).toEqual({
      partialSuccess: {
        rejectedLogRecords: '0',
        errorMessage: 'attributes left out over the limit of 3: 2',
      },
    });
  });

  test('a record that cannot be read is counted and its content is not repeated', async () => {
    const nested = `${'{"arrayValue":{"values":['.repeat(9)}{"stringValue":"secret"}${']}}'.repeat(9)}`;
    const bad = `{"body":${nested}}`;
    const good = JSON.stringify({ body: { stringValue: 'x' } });
    const body = `{"resourceLogs":[{"scopeLogs":[{"logRecords":[${bad},${good}]}]}]}`;
    const got = await post(`${server.url}/v1/logs`, { body, headers: JSON_TYPE });
    expect(got.status).toBe(200);
    expect(jsonOf(got)).toMatchObject({ partialSuccess: { rejectedLogRecords: '1' } });
    expect(got.body.toString()).toMatch(/log records that cannot be read: 1;/);
    expect(got.body.toString()).not.toContain('secret');
  });

  test('is field 1 of the protobuf answer', async () => {
    // resource_logs { scope_logs { log_records { attributes: 4 x { key: "k<n>" } } } }
    const attributes = ['a', 'b', 'c', 'd'].map((key) => field(6, field(1, key)));
    const body = field(1, field(2, field(2, Buffer.concat(attributes))));
    const got = await post(`${server.url}/v1/logs`, { body, headers: PROTOBUF });
    expect(got.headers['content-type']).toBe('application/x-protobuf');
    expect(readExportResponse(got.body)).toEqual({
      partialSuccess: { errorMessage: 'attributes left out over the limit of 3: 1' },
    });
  });
});

describe('signals that are not stored', () => {
  const metrics = { resourceMetrics: [{ scopeMetrics: [{ metrics: [{ name: 'm', sum: {} }] }] }] };
  const spans = { resourceSpans: [{ scopeSpans: [{ spans: [{ name: 's' }, { name: 't' }] }] }] };
  const rows: readonly [string, object, object][] = [
    [
      'metrics',
      metrics,
      { rejectedDataPoints: '0', errorMessage: expect.stringMatching(/^metrics .*not stored.*: 1$/) },
    ],
    [
      'traces',
      spans,
      { rejectedSpans: '0', errorMessage: expect.stringMatching(/^spans .*not stored.*: 2$/) },
    ],
  ];

  test.each(rows)('%s are acknowledged with a warning', async (signal, sent, partialSuccess) => {
    const server = await startServer();
    const got = await post(`${server.url}/v1/${signal}`, { body: JSON.stringify(sent), headers: JSON_TYPE });
    const none = await post(`${server.url}/v1/${signal}`, { body: '{}', headers: JSON_TYPE });
    const empty = await post(`${server.url}/v1/${signal}`, { headers: PROTOBUF });
    await server.close();
    expect([got.status, jsonOf(got)]).toEqual([200, { partialSuccess }]);
    expect([none.status, none.body.toString()]).toEqual([200, '{}']);
    expect([empty.status, empty.body.length]).toEqual([200, 0]);
    expect(server.ports.destinations).toEqual([]);
    expect(server.ports.counted[0]).toEqual({ signal, what: '0 appended, 0 duplicates' });
  });

  test.each(['metrics', 'traces'])('logs sent as %s are refused by name', async (signal) => {
    const server = await startServer();
    const body = JSON.stringify(logsRequest(1));
    const got = await post(`${server.url}/v1/${signal}`, { body, headers: JSON_TYPE });
    await server.close();
    expect([got.status, server.ports.counted]).toEqual([400, [{ signal, what: 'wrong_signal' }]]);
  });
});

/** One length-delimited protobuf field of less than 128 bytes. */
function field(number: number, content: Buffer | string): Buffer {
  const bytes = Buffer.from(content);
  return Buffer.concat([Buffer.from([(number << 3) | 2, bytes.length]), bytes]);
}
