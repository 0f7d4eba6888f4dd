// The client of the portal against a server that notes what it was asked.
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { ApiError } from '../src/api/api-error.ts';
import { bodyOf, createApiClient } from '../src/api/client.ts';
import { feedQuery } from '../src/api/feed-query.ts';

let server: Server;
let origin: string;
let answer: { status: number; body: string };
let asked: URL;
let headers: IncomingHttpHeaders;
let unauthorized = 0;

beforeAll(async () => {
  server = createServer((request, response) => {
    asked = new URL(request.url ?? '', origin);
    headers = request.headers;
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
});

beforeEach(() => {
  answer = { status: 200, body: '{"decisions":[],"next_cursor":null}' };
  unauthorized = 0;
});

afterAll(() => new Promise((resolve) => void server.close(resolve)));

const client = (csrf: string | null = null) =>
  createApiClient({ origin, csrf, fetch, onUnauthorized: () => (unauthorized += 1) });

describe('what is asked', () => {
  test('filters go out under the names of the API, attributes too', async () => {
    const filters = {
      decision: 'blocked',
      'attr.team': 'core & edge',
      'attr.a=b&c': '[1]',
      since: '2026-11-20',
    };
    const query = { ...feedQuery(filters), limit: 50 };
    await bodyOf(client().GET('/api/v1/decisions', { params: { query } }));
    expect(asked.pathname).toBe('/api/v1/decisions');
    expect(Object.fromEntries(asked.searchParams)).toEqual({ ...filters, limit: '50' });
  });

  test.each(['a/b', '?x=1#y', '<script>', 'ü %2f'])('%j in a path stays one segment', async (id) => {
    await client().GET('/api/v1/sessions/{session_id}', { params: { path: { session_id: id } } });
    expect(decodeURIComponent(asked.pathname.split('/').at(-1) ?? '')).toBe(id);
    expect(asked.search).toBe('');
  });
});

test('what changes something carries the CSRF token of the session, what reads does not', async () => {
  await client('of-the-session').GET('/api/v1/sessions');
  expect(headers['x-csrf-token']).toBeUndefined();
  await client('of-the-session').DELETE('/api/v1/session');
  expect(headers['x-csrf-token']).toBe('of-the-session');
  await client().POST('/api/v1/session', { body: { token: 'gat_test' } });
  expect(headers['x-csrf-token']).toBeUndefined();
  expect(headers['authorization']).toBeUndefined();
});

describe('what is refused', () => {
  test.each([
    [400, '{"title":"Bad request","detail":"limit must be a number"}', 'Bad request: limit must be a number'],
    [404, '{"title":"Not found"}', 'Not found'],
    [500, '<html>', 'The agent answered 500'],
    [502, '{"title":7}', 'The agent answered 502'],
  ])('%i %s is said in words', async (status, body, message) => {
    answer = { status, body };
    const refused = client().GET('/api/v1/sessions');
    await expect(refused).rejects.toThrow(new ApiError(status, message));
    await expect(refused).rejects.toHaveProperty('status', status);
    expect(unauthorized).toBe(0);
  });

  test('401 is told to whoever keeps the session', async () => {
    answer = { status: 401, body: '{"title":"Unauthorized"}' };
    await expect(client().GET('/api/v1/sessions')).rejects.toHaveProperty('status', 401);
    expect(unauthorized).toBe(1);
  });

  test('an agent that is not there is status 0', async () => {
    const nobody = createApiClient({
      origin: 'http://127.0.0.1:1',
      csrf: null,
      fetch,
      onUnauthorized: () => undefined,
    });
    await expect(nobody.GET('/api/v1/sessions')).rejects.toHaveProperty('status', 0);
  });
});
