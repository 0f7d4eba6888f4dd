// The router inside an app that is not ours.
import express from 'express';
import { expect, test } from '@jest/globals';
import { logsJson } from './support/messages.ts';
import { jsonOf, JSON_TYPE, post, PROTOBUF } from './support/post.ts';
import { startServer } from './support/test-server.ts';

const echo = (request: express.Request, response: express.Response): void => {
  response.json({ received: request.body as unknown });
};

test('the router stands beside the routes and parsers of another app', async () => {
  const server = await startServer({
    app: ({ router }) => express().use(router).use(express.json()).post('/v1/own', echo),
  });
  const stored = await post(`${server.url}/v1/logs`, { body: logsJson(1), headers: JSON_TYPE });
  const own = await post(`${server.url}/v1/own`, { body: '{"a":1}', headers: JSON_TYPE });
  await server.close();
  expect([stored.status, jsonOf(own)]).toEqual([200, { received: { a: 1 } }]);
});

test('behind a parser that has read the body it says so, and protobuf still passes', async () => {
  const server = await startServer({ app: ({ router }) => express().use(express.json(), router) });
  const json = await post(`${server.url}/v1/logs`, { body: logsJson(1), headers: JSON_TYPE });
  const protobuf = await post(`${server.url}/v1/logs`, { body: '\n\u0000', headers: PROTOBUF });
  await server.close();
  expect([json.status, protobuf.status, server.ports.rows.length]).toEqual([503, 200, 0]);
  expect(jsonOf(json)).toMatchObject({ code: 14, message: expect.stringContaining('body parser') });
});
