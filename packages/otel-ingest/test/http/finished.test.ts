// What the observer is told of every request, once.
import { captureRequests } from '@governance-agent/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { gzipSync } from 'node:zlib';
import { IngestError, type FinishedRequest } from '../../src/index.ts';
import { logsJson } from './support/messages.ts';
import { JSON_TYPE, post, PROTOBUF } from './support/post.ts';
import { CREDENTIAL, testPorts } from './support/test-ports.ts';
import { startServer, type TestServer } from './support/test-server.ts';

const finished: FinishedRequest[] = [];
const known = testPorts();
const licence = new IngestError('unauthenticated', 'no', { cause: new Error('licence_expired') });
const ports = testPorts({
  observer: { accepted: () => undefined, rejected: () => undefined, finished: (one) => finished.push(one) },
  authenticator: {
    authenticate: (given) =>
      given === CREDENTIAL ? known.authenticator.authenticate(given) : Promise.reject(licence),
  },
});
let server: TestServer;
beforeAll(async () => {
  server = await startServer({ ports });
});
beforeEach(() => void finished.splice(0));
afterAll(() => server.close());

const send = (path: string, headers: object, body: Buffer | string) =>
  post(`${server.url}${path}`, { headers: { ...headers }, body });

describe('a finished request', () => {
  test('says who sent what, and how', async () => {
    const [request] = captureRequests('cc2.1.329-pb-all').filter(({ signal }) => signal === 'logs');
    const headers = { ...PROTOBUF, ...request?.headers, authorization: CREDENTIAL };
    await send('/v1/logs', headers, request?.body ?? '');
    expect(finished).toMatchObject([
      {
        signal: 'logs',
        protocol: 'http/protobuf',
        encoding: 'identity',
        userAgent: 'OTel-OTLP-Exporter-JavaScript/0.208.0',
        tenant: 'test-tenant',
        outcome: { accepted: true, duplicates: 0, rejected: 0 },
      },
    ]);
    const [outcome] = finished.map((one) => one.outcome);
    const appended = outcome?.accepted === true ? outcome.appended : 0;
    expect(appended).toBeGreaterThan(0);
    expect(outcome).toMatchObject({
      batch: {
        dataset: 'default',
        planes: { claude_code: appended },
        clients: { 'claude_code 2.1.329': appended },
      },
    });
  });

  test('keeps a version that is none out of its labels', async () => {
    const resource = { attributes: [{ key: 'service.version', value: { stringValue: 'jo@example.com' } }] };
    const body = JSON.parse(logsJson(1).toString('utf8')) as { resourceLogs: object[] };
    const odd = { resourceLogs: body.resourceLogs.map((group) => ({ ...group, resource })) };
    await send('/v1/logs', JSON_TYPE, JSON.stringify(odd));
    expect(finished).toMatchObject([{ outcome: { accepted: true } }]);
    expect(JSON.stringify(finished)).not.toContain('example.com');
  });

  test.each([
    ['a wrong credential', '/v1/logs', { ...JSON_TYPE, authorization: 'Basic eA==' }, undefined, 401],
    ['a path below', '/v1/logs/nowhere', JSON_TYPE, undefined, 404],
    ['a foreign type', '/v1/metrics', { ...JSON_TYPE, 'content-type': 'text/html' }, 'test-tenant', 415],
    ['a foreign coding', '/v1/logs', { ...JSON_TYPE, 'content-encoding': 'lzma' }, 'test-tenant', 415],
    ['no JSON', '/v1/logs', { ...JSON_TYPE, 'content-encoding': 'gzip' }, 'test-tenant', 400],
  ])('tells of %s', async (_name, path, headers, tenant, status) => {
    await send(path, headers, gzipSync('no'));
    expect(finished).toMatchObject([{ tenant, outcome: { accepted: false, status } }]);
  });

  test('hands on why a credential was refused', async () => {
    await send('/v1/logs', { ...JSON_TYPE, authorization: 'Basic eA==' }, '{}');
    expect(finished[0]?.outcome).toEqual({ accepted: false, error: licence, status: 401 });
  });

  test('holds no credential', async () => {
    await send('/v1/logs', JSON_TYPE, '{}');
    expect(JSON.stringify(finished)).not.toContain(CREDENTIAL);
  });
});
