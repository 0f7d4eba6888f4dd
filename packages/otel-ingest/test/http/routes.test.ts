// Which paths are ours, which signal they take, and what is left to the app.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import express from 'express';
import type { Signal } from '../../src/index.ts';
import { matchRoute } from '../../src/http/routes.ts';
import { jsonOf, JSON_TYPE, post, PROTOBUF } from './support/post.ts';
import { startServer, type TestServer } from './support/test-server.ts';

const SIGNALS: readonly Signal[] = ['logs', 'metrics', 'traces'];
const doubled = SIGNALS.flatMap((base) =>
  SIGNALS.map((signal): [string, Signal] => [`/v1/${base}/v1/${signal}`, signal]),
);
const taken: readonly [string, Signal][] = [
  ...SIGNALS.map((signal): [string, Signal] => [`/v1/${signal}`, signal]),
  ...doubled,
  ['/v1/logs/', 'logs'],
  ['/v1/logs/v1/metrics/', 'metrics'],
  ['//v1/logs', 'logs'],
  ['/v1/logs//v1/traces', 'traces'],
];
const foreign = [
  '/',
  '/v1',
  '/v1/',
  '/v1/log',
  '/v1/logsx',
  '/V1/LOGS',
  '/v2/logs',
  '/x/v1/logs',
  '/api/v1/logs',
];
const nowhere = ['/v1/logs/x', '/v1/logs/v1', '/v1/logs/v1/x', '/v1/logs/v1/logs/v1/logs', '/v1/traces/1'];

describe('matchRoute', () => {
  test.each(taken)('%s takes %s', (path, signal) => {
    expect(matchRoute(path, '')).toEqual({ signal, known: true });
    expect(matchRoute(`/otlp${path}`, '/otlp')).toEqual({ signal, known: true });
  });
  test.each(foreign)('%s is not ours', (path) => expect(matchRoute(path, '')).toBeUndefined());
  test.each(nowhere)('%s is below a route of ours', (path) =>
    expect(matchRoute(path, '')?.known).toBe(false),
  );
  test('a prefix replaces the plain paths', () => {
    expect(matchRoute('/v1/logs', '/otlp')).toBeUndefined();
    expect(matchRoute('/otlpx/v1/logs', '/otlp')).toBeUndefined();
  });
});

describe('over HTTP', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({
      settings: { pathPrefix: '/otlp' },
      app: ({ router }) =>
        express()
          .use('/mounted', router)
          .use((_request, response) => void response.status(404).json({ by: 'the app' })),
    });
  });
  afterAll(() => server.close());

  test.each(taken)('POST <mount><prefix>%s counts as %s', async (path, signal) => {
    const got = await post(`${server.url}/mounted/otlp${path}?a=b`, { headers: PROTOBUF });
    expect(got.status).toBe(200);
    expect(server.ports.counted.at(-1)?.signal).toBe(signal);
  });

  test.each(['/mounted/v1/logs', '/otlp/v1/logs', '/mounted/otlp/v1/other'])(
    '%s is left to the app',
    async (path) => {
      const got = await post(server.url + path, { headers: JSON_TYPE, body: '{}' });
      expect([got.status, jsonOf(got)]).toEqual([404, { by: 'the app' }]);
    },
  );

  test('a path below a route is 404 in the encoding of the request', async () => {
    const got = await post(`${server.url}/mounted/otlp/v1/logs/x`, { headers: PROTOBUF });
    expect([got.status, got.headers['content-type']]).toEqual([404, 'application/x-protobuf']);
  });

  test.each(['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'])('%s is 405', async (method) => {
    const got = await post(`${server.url}/mounted/otlp/v1/logs`, { method });
    expect([got.status, got.headers.allow]).toEqual([405, 'POST']);
    expect(got.headers['content-type']).toBe('application/json');
  });
});
