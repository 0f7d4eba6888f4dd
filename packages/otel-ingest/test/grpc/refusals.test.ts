// Every way to be refused over gRPC: the code, what it says about sending again, and what it must never contain.
import { describe, expect, test } from '@jest/globals';
import { AuditError } from '@governance-agent/audit-core';
import { encodeLogsRequest } from '@governance-agent/testkit';
import { IngestError, type IngestErrorCode, type IngestPorts, type IngestSettings } from '../../src/index.ts';
import { logsRequest } from '../http/support/messages.ts';
import { testPorts } from '../http/support/test-ports.ts';
import { AUTHORIZED, call, type CallOptions } from './support/grpc-client.ts';
import { startGrpc } from './support/grpc-receiver.ts';

const SECRET = 'sk-secret-in-a-message';
const [INVALID, NOT_FOUND, DENIED, EXHAUSTED, UNAVAILABLE, UNAUTHENTICATED] = [3, 5, 7, 8, 14, 16];

interface Refusal {
  readonly name: string;
  readonly code: number;
  readonly reason: IngestErrorCode;
  readonly retry?: true;
  readonly ports?: Partial<IngestPorts>;
  readonly settings?: Partial<IngestSettings>;
  readonly call?: CallOptions;
}

const records = (count: number): Buffer => Buffer.from(encodeLogsRequest(logsRequest(count)));
const authThat = (error: unknown): Partial<IngestPorts> => ({
  authenticator: {
    authenticate: () => {
      throw error;
    },
  },
});
const sinkThat = (append: IngestPorts['sink']['append']): Partial<IngestPorts> => ({ sink: { append } });
const tenant = (datasets: readonly string[]): Partial<IngestPorts> => ({
  authenticator: { authenticate: () => Promise.resolve({ org: 'o', tenant: 't', datasets }) },
});
const directory = (kind: 'logs' | 'metrics' | undefined): Partial<IngestPorts> => ({
  datasets: { kindOf: () => Promise.resolve(kind) },
});
const named = (name: string): CallOptions => ({ metadata: { ...AUTHORIZED, 'x-dataset': name } });

const credentials: readonly Refusal[] = [
  { name: 'no credential', code: UNAUTHENTICATED, reason: 'unauthenticated', call: { metadata: {} } },
  {
    name: 'a foreign credential',
    code: UNAUTHENTICATED,
    reason: 'unauthenticated',
    call: { metadata: { authorization: SECRET } },
  },
  ...(
    [
      ['unauthenticated', UNAUTHENTICATED],
      ['forbidden', DENIED],
    ] as const
  ).map(([reason, code]) => ({
    name: `an authenticator that says ${reason}`,
    code,
    reason,
    ports: authThat(new IngestError(reason, 'no')),
  })),
  ...(
    [
      ['rate_limited', EXHAUSTED],
      ['unavailable', UNAVAILABLE],
    ] as const
  ).map(([reason, code]) => ({
    name: `an authenticator that says ${reason}`,
    code,
    reason,
    retry: true as const,
    ports: authThat(new IngestError(reason, 'no')),
  })),
  {
    name: 'an authenticator that throws',
    code: UNAVAILABLE,
    reason: 'unavailable',
    retry: true,
    ports: authThat(new Error(SECRET)),
  },
];

const datasets: readonly Refusal[] = [
  { name: 'an unknown dataset', code: NOT_FOUND, reason: 'unknown_dataset', call: named(SECRET) },
  {
    name: 'a dataset of metrics',
    code: INVALID,
    reason: 'wrong_dataset_kind',
    ports: directory('metrics'),
    call: named('figures'),
  },
  {
    name: 'a dataset that the token may not write to',
    code: DENIED,
    reason: 'forbidden',
    ports: { ...directory('logs'), ...tenant(['mine']) },
    call: named('yours'),
  },
  {
    name: 'the same by the alias of a hosted service',
    code: DENIED,
    reason: 'forbidden',
    ports: { ...directory('logs'), ...tenant(['mine']) },
    call: { metadata: { ...AUTHORIZED, 'x-axiom-dataset': 'yours' } },
  },
];

const bodies: readonly Refusal[] = [
  {
    name: 'no protobuf',
    code: INVALID,
    reason: 'malformed',
    call: { body: Buffer.from(`\u0001${SECRET}`) },
  },
  {
    name: 'a request that is cut',
    code: INVALID,
    reason: 'malformed',
    call: { body: records(1).subarray(0, 40) },
  },
  {
    name: 'a message over the limit',
    code: EXHAUSTED,
    reason: 'body_too_large',
    settings: { maxBodyBytes: 100 },
    call: { body: Buffer.alloc(101) },
  },
  {
    name: 'a gzip bomb',
    code: EXHAUSTED,
    reason: 'body_too_large',
    settings: { maxBodyBytes: 1024 * 1024 },
    call: { body: Buffer.alloc(64 * 1024 * 1024), gzip: true },
  },
  {
    name: 'too many records',
    code: EXHAUSTED,
    reason: 'too_many_records',
    settings: { maxRecords: 1 },
    call: { body: records(2) },
  },
];

const trouble: readonly Refusal[] = [
  ...(['store_unavailable', 'signing_failed', 'queue_full', 'writer_closed', 'invalid_event'] as const).map(
    (code) => ({
      name: `the store says ${code}`,
      code: UNAVAILABLE,
      reason: 'unavailable' as const,
      retry: true as const,
      ports: sinkThat(() => Promise.reject(new AuditError(code, SECRET))),
      call: { body: records(1) },
    }),
  ),
  {
    name: 'the store is silent',
    code: UNAVAILABLE,
    reason: 'unavailable',
    retry: true,
    ports: sinkThat(() => new Promise(() => undefined)),
    settings: { appendTimeoutMs: 20 },
    call: { body: records(1) },
  },
  {
    name: 'the store limits a tenant',
    code: EXHAUSTED,
    reason: 'rate_limited',
    retry: true,
    ports: sinkThat(() => Promise.reject(new IngestError('rate_limited', 'slow down'))),
    call: { body: records(1) },
  },
  {
    name: 'a sink that breaks its contract',
    code: UNAVAILABLE,
    reason: 'unavailable',
    retry: true,
    ports: sinkThat(() => Promise.resolve(JSON.parse('{"appended":1}'))),
    call: { body: records(1) },
  },
];

async function check(refusal: Refusal): Promise<void> {
  const ports = testPorts(refusal.ports);
  const receiver = await startGrpc({ ports, ...(refusal.settings ? { settings: refusal.settings } : {}) });
  const got = await call(receiver.port, refusal.call);
  await receiver.close();
  expect([got.code, ports.counted]).toEqual([refusal.code, [{ signal: 'logs', what: refusal.reason }]]);
  expect(ports.rows).toEqual([]);
  expect(got.message).not.toBe('');
  expect(JSON.stringify(got)).not.toContain(SECRET);
  const { details } = got;
  if (refusal.retry === true) expect([1, 2, 3]).toContain(details?.retrySeconds);
  else expect(details?.retrySeconds).toBeUndefined();
  expect((details?.violations ?? 0) > 0).toBe(refusal.code === INVALID);
}

describe('credentials', () => {
  test.each(credentials)('$name: $code', check);
});

describe('datasets and messages', () => {
  test.each([...datasets, ...bodies])('$name: $code', check);
});

describe('trouble behind the receiver can be tried again, and says when', () => {
  test.each(trouble)('$name: $code', check);
});

test('a method that is none of OTLP is UNIMPLEMENTED', async () => {
  const receiver = await startGrpc();
  const got = await call(receiver.port, {
    path: '/opentelemetry.proto.collector.logs.v1.LogsService/Import',
  });
  await receiver.close();
  expect([got.code, receiver.ports.counted]).toEqual([12, []]);
});

test('gRPC and HTTP share one budget of bytes', async () => {
  const held = Promise.withResolvers<never>();
  const reached = Promise.withResolvers<undefined>();
  const ports = testPorts(
    sinkThat(() => {
      reached.resolve(undefined);
      return held.promise;
    }),
  );
  const body = records(3);
  const settings = { maxBodyBytes: body.length, inflightBytes: body.length, appendTimeoutMs: 60_000 };
  const receiver = await startGrpc({ ports, settings });
  const first = call(receiver.port, { body });
  await reached.promise;
  const second = await call(receiver.port, { body });
  expect([second.code, second.details?.retrySeconds !== undefined]).toEqual([UNAVAILABLE, true]);
  expect(ports.counted).toEqual([{ signal: 'logs', what: 'overloaded' }]);
  held.reject(new Error('let go'));
  expect((await first).code).toBe(UNAVAILABLE);
  const third = await call(receiver.port, { body });
  expect([third.code, ports.counted.at(-1)?.what]).toEqual([UNAVAILABLE, 'unavailable']);
  await receiver.close();
});

test('while draining every new call is sent elsewhere', async () => {
  const receiver = await startGrpc();
  receiver.ingest.drain();
  const got = await call(receiver.port, { body: records(1) });
  expect([got.code, got.details?.retrySeconds !== undefined]).toEqual([UNAVAILABLE, true]);
  expect(await receiver.close()).toBe(true);
  expect(receiver.ports.counted).toEqual([{ signal: 'logs', what: 'draining' }]);
});
