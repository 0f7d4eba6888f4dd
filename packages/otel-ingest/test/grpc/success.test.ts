// What is accepted over gRPC, and what the answer then says.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { captureRequests, captures, encodeLogsRequest } from '@governance-agent/testkit';
import { gunzipSync } from 'node:zlib';
import { logsRequest, readExportResponse } from '../http/support/messages.ts';
import { post, PROTOBUF } from '../http/support/post.ts';
import { testPorts } from '../http/support/test-ports.ts';
import { listen, close } from '../http/support/test-server.ts';
import { createServer } from 'node:http';
import express from 'express';
import { AUTHORIZED, call } from './support/grpc-client.ts';
import { startGrpc, type TestReceiver } from './support/grpc-receiver.ts';

const records = (count: number): Buffer => Buffer.from(encodeLogsRequest(logsRequest(count)));

describe('an accepted call', () => {
  let receiver: TestReceiver;
  beforeAll(async () => {
    receiver = await startGrpc();
  });
  afterAll(() => receiver.close());

  test.each([false, true])('is stored, and tells the head of the chain (gzip: %s)', async (gzip) => {
    const got = await call(receiver.port, { body: records(gzip ? 3 : 5), gzip });
    expect([got.code, got.body.length]).toEqual([0, 0]);
    expect(got.head.get('x-audit-head')).toEqual([`${receiver.ports.rows.length} aGVhZA==`]);
    expect(receiver.ports.destinations.at(-1)).toEqual({
      org: 'test',
      tenant: 'test-tenant',
      dataset: 'default',
    });
  });

  test.each([
    ['nothing at all', Buffer.alloc(0)],
    ['an empty envelope', Buffer.from([0x0a, 0])],
  ])('of %s is a success without a row', async (_name, body) => {
    const ports = testPorts();
    const own = await startGrpc({ ports });
    const got = await call(own.port, { body });
    await own.close();
    expect([got.code, got.head.get('x-audit-head'), ports.destinations]).toEqual([0, [], []]);
  });

  test('of traces says that they are not stored', async () => {
    const spans = Buffer.from([0x0a, 6, 0x12, 4, 0x12, 2, 0x10, 1]);
    const got = await call(receiver.port, { signal: 'traces', body: spans });
    expect(got.code).toBe(0);
    expect(readExportResponse(got.body)).toMatchObject({
      partialSuccess: { errorMessage: expect.stringContaining('not stored') },
    });
  });

  test('with a record that cannot be read says so, and stores the others', async () => {
    const ports = testPorts();
    const own = await startGrpc({ ports, settings: { maxDepth: 1 } });
    const [envelope] = (logsRequest(2) as { resourceLogs: { scopeLogs: { logRecords: object[] }[] }[] })
      .resourceLogs;
    const deep = { arrayValue: { values: [{ arrayValue: { values: [{ arrayValue: { values: [] } }] } }] } };
    envelope?.scopeLogs[0]?.logRecords.push({ body: deep });
    const got = await call(own.port, {
      body: Buffer.from(encodeLogsRequest({ resourceLogs: envelope === undefined ? [] : [envelope] })),
    });
    await own.close();
    expect(readExportResponse(got.body)).toMatchObject({ partialSuccess: { rejected: 1 } });
    expect(ports.rows).toHaveLength(2);
  });

  test('exactly as long as the limit passes', async () => {
    const body = records(2);
    const own = await startGrpc({ settings: { maxBodyBytes: body.length } });
    const got = await call(own.port, { body });
    await own.close();
    expect(got.code).toBe(0);
  });

  test('goes to the dataset that its metadata names', async () => {
    const ports = testPorts({ datasets: { kindOf: () => Promise.resolve('logs') } });
    const own = await startGrpc({ ports });
    await call(own.port, { body: records(1), metadata: { ...AUTHORIZED, 'x-axiom-dataset': 'Team-A' } });
    await own.close();
    expect(ports.destinations).toEqual([{ org: 'test', tenant: 'test-tenant', dataset: 'team-a' }]);
  });

  test('is told to the observer at its end', async () => {
    const finished: unknown[] = [];
    const observer = {
      accepted: () => undefined,
      rejected: () => undefined,
      finished: (request: unknown) => finished.push(request),
    };
    const own = await startGrpc({ ports: testPorts({ observer }) });
    await call(own.port, { body: records(2), gzip: true });
    await call(own.port, { body: records(2), metadata: {} });
    await own.close();
    const shared = { signal: 'logs', protocol: 'grpc', userAgent: expect.stringContaining('grpc-node-js') };
    expect(finished).toMatchObject([
      { ...shared, encoding: 'gzip', tenant: 'test-tenant', outcome: { accepted: true, appended: 2 } },
      { ...shared, encoding: 'identity', tenant: undefined, outcome: { accepted: false, status: 401 } },
    ]);
  });
});

describe('every capture of the real client', () => {
  const requests = captures()
    .flatMap(captureRequests)
    .filter(({ signal, headers }) => signal === 'logs' && headers['content-type'] !== 'application/json');

  test('by gRPC twice, by HTTP and by gRPC once more: its rows are there once', async () => {
    const ports = testPorts();
    const receiver = await startGrpc({ ports });
    const server = createServer(express().use(receiver.ingest.router));
    const http = await listen(server);
    for (const { headers, body, path } of requests) {
      const plain = headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
      const before = ports.rows.length;
      expect((await call(receiver.port, { body: plain })).code).toBe(0);
      const after = ports.rows.length;
      expect(after).toBeGreaterThan(before);
      expect((await call(receiver.port, { body: plain, gzip: true })).code).toBe(0);
      const sent = await post(`http://127.0.0.1:${http}${path}`, {
        body,
        headers: { ...headers, ...PROTOBUF },
      });
      expect([sent.status, ports.rows.length]).toEqual([200, after]);
    }
    expect(requests.length).toBeGreaterThan(5);
    await close(server);
    await receiver.close();
  });
});
