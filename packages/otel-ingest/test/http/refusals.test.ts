// Every way to be refused, in both encodings, and what the answer must never contain.
import { describe, expect, test } from '@jest/globals';
import { AuditError } from '@governance-agent/audit-core';
import { IngestError, type IngestErrorCode, type IngestPorts, type IngestSettings } from '../../src/index.ts';
import { OTLP_STATUS } from '../../src/http/otlp-status.ts';
import { logsJson, readStatus } from './support/messages.ts';
import { JSON_TYPE, post, PROTOBUF } from './support/post.ts';
import { testPorts } from './support/test-ports.ts';
import { startServer } from './support/test-server.ts';

const SECRET = 'sk-secret-in-a-message';
const RETRYABLE = [429, 503];

interface Refusal {
  readonly name: string;
  readonly status: number;
  readonly rpc: number;
  readonly reason: IngestErrorCode;
  readonly ports?: Partial<IngestPorts>;
  readonly settings?: Partial<IngestSettings>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly path?: string;
  readonly method?: string;
  readonly body?: string;
}

const sinkThat = (append: IngestPorts['sink']['append']): Partial<IngestPorts> => ({ sink: { append } });
const authThat = (error: unknown): Partial<IngestPorts> => ({
  authenticator: {
    authenticate: () => {
      throw error;
    },
  },
});
const record = logsJson(1).toString();
const otherSignal = JSON.stringify({ resourceMetrics: [{ scopeMetrics: [] }] });

const jsonRefusals: readonly Refusal[] = [
  { name: 'no JSON', status: 400, rpc: 3, reason: 'malformed', body: `{"${SECRET}` },
  { name: 'metrics as logs', status: 400, rpc: 3, reason: 'wrong_signal', body: otherSignal },
  {
    name: 'too many records',
    status: 413,
    rpc: 8,
    reason: 'too_many_records',
    settings: { maxRecords: 1 },
    body: logsJson(2).toString(),
  },
];

const refusals: readonly Refusal[] = [
  { name: 'malformed', status: 400, rpc: 3, reason: 'malformed', body: `\u0001${SECRET}` },
  {
    name: 'a foreign credential',
    status: 401,
    rpc: 16,
    reason: 'unauthenticated',
    headers: { authorization: SECRET },
  },
  { name: 'a path below', status: 404, rpc: 5, reason: 'not_found', path: '/v1/logs/x' },
  { name: 'a method', status: 405, rpc: 12, reason: 'method_not_allowed', method: 'PUT' },
  {
    name: 'a large body',
    status: 413,
    rpc: 8,
    reason: 'body_too_large',
    settings: { maxBodyBytes: 10 },
    body: 'a'.repeat(11),
  },
  {
    name: 'a coding',
    status: 415,
    rpc: 3,
    reason: 'unsupported_encoding',
    headers: { 'content-encoding': 'lzma' },
  },
  ...(['unauthenticated', 'forbidden', 'rate_limited', 'unavailable'] as const).map((code) => ({
    name: `an authenticator that says ${code}`,
    status: OTLP_STATUS[code].http,
    rpc: OTLP_STATUS[code].rpc,
    reason: code,
    ports: authThat(new IngestError(code, 'no')),
  })),
  ...[new Error(SECRET), SECRET, undefined, null, { status: 200 }].map((thrown) => ({
    name: `an authenticator that throws ${typeof thrown}`,
    status: 503,
    rpc: 14,
    reason: 'unavailable' as const,
    ports: authThat(thrown),
  })),
];

const sinkRefusals: readonly Refusal[] = [
  ...(
    [
      'store_unavailable',
      'signing_failed',
      'queue_full',
      'writer_closed',
      'invalid_event',
      'not_masked',
    ] as const
  ).map((code) => ({
    name: `the store says ${code}`,
    status: 503,
    rpc: 14,
    reason: 'unavailable' as const,
    ports: sinkThat(() => Promise.reject(new AuditError(code, SECRET))),
    body: record,
  })),
  {
    name: 'the store throws at once',
    status: 503,
    rpc: 14,
    reason: 'unavailable',
    ports: sinkThat(() => {
      throw new TypeError(SECRET);
    }),
    body: record,
  },
  {
    name: 'the store is silent',
    status: 503,
    rpc: 14,
    reason: 'unavailable',
    ports: sinkThat(() => new Promise(() => undefined)),
    settings: { appendTimeoutMs: 20 },
    body: record,
  },
  {
    name: 'the store limits a tenant',
    status: 429,
    rpc: 8,
    reason: 'rate_limited',
    ports: sinkThat(() => Promise.reject(new IngestError('rate_limited', 'slow down'))),
    body: record,
  },
  {
    name: 'the masker throws',
    status: 503,
    rpc: 14,
    reason: 'unavailable',
    ports: {
      masker: {
        mask: () => {
          throw new Error(SECRET);
        },
      },
    },
    body: record,
  },
];

async function refuse(refusal: Refusal, type: typeof PROTOBUF) {
  const ports = testPorts(refusal.ports);
  const server = await startServer({ ports, ...(refusal.settings ? { settings: refusal.settings } : {}) });
  const { path = '/v1/logs', method = 'POST', body = '' } = refusal;
  const got = await post(server.url + path, { method, body, headers: { ...type, ...refusal.headers } });
  await server.close();
  expect(ports.rows).toEqual([]);
  expect(ports.counted).toEqual([{ signal: 'logs', what: refusal.reason }]);
  return got;
}

async function check(refusal: Refusal, type: typeof PROTOBUF) {
  const got = await refuse(refusal, type);
  const contentType = type['content-type'];
  expect([got.status, got.headers['content-type']]).toEqual([refusal.status, contentType]);
  const status = readStatus(contentType, got.body);
  expect(status.code).toBe(refusal.rpc);
  expect(status.message).not.toBe('');
  expect(status.violations.length > 0).toBe(refusal.status === 400);
  expect(got.body.toString('latin1')).not.toContain(SECRET);
  expect(got.body.toString('latin1')).not.toContain('<');
  if (RETRYABLE.includes(got.status)) expect(got.headers['retry-after']).toMatch(/^[123]$/);
  else expect(got.headers['retry-after']).toBeUndefined();
  expect(/^Basic realm="[^"]+"/.test(got.headers['www-authenticate'] ?? '')).toBe(got.status === 401);
  expect(got.headers.allow).toBe(got.status === 405 ? 'POST' : undefined);
}

describe('a refusal is a google.rpc.Status in the encoding of the request', () => {
  test.each(refusals)('$name: $status in protobuf', (refusal) => check(refusal, PROTOBUF));
  test.each([...refusals, ...jsonRefusals])('$name: $status in JSON', (refusal) => check(refusal, JSON_TYPE));
});

describe('trouble behind the receiver can be tried again', () => {
  test.each(sinkRefusals)('$name: $status', (refusal) => check(refusal, JSON_TYPE));
});

test('no error code is answered with a status on which a client loses the batch without need', () => {
  for (const { http } of Object.values(OTLP_STATUS))
    expect([400, 401, 403, 404, 405, 413, 415, 429, 503]).toContain(http);
});

test('the body of an unknown sender is not read', async () => {
  const ports = testPorts();
  const server = await startServer({ ports });
  const headers = { ...JSON_TYPE, authorization: 'Basic eDp5' };
  const got = await post(`${server.url}/v1/logs`, { body: 'not even JSON', headers });
  await server.close();
  expect([got.status, ports.counted]).toEqual([401, [{ signal: 'logs', what: 'unauthenticated' }]]);
});

test('an observer that throws changes no answer', async () => {
  const boom = (): never => {
    throw new Error(SECRET);
  };
  const server = await startServer({ ports: testPorts({ observer: { accepted: boom, rejected: boom } }) });
  const stored = await post(`${server.url}/v1/logs`, { body: record, headers: JSON_TYPE });
  const refused = await post(`${server.url}/v1/logs`, { body: record, headers: {} });
  await server.close();
  expect([stored.status, refused.status]).toEqual([200, 401]);
});

test('a sink that breaks its contract is answered like a store in trouble', async () => {
  const ports = testPorts({ sink: { append: () => Promise.resolve(JSON.parse('{"appended":1}')) } });
  const server = await startServer({ ports });
  const got = await post(`${server.url}/v1/logs`, { body: record, headers: JSON_TYPE });
  await server.close();
  expect([got.status, ports.counted]).toEqual([503, [{ signal: 'logs', what: 'unavailable' }]]);
});
