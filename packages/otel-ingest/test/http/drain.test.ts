// Shutdown: nothing new is read, what was begun is stored.
import { Agent } from 'node:http';
import { expect, test } from '@jest/globals';
import { logsJson } from './support/messages.ts';
import { JSON_TYPE, post } from './support/post.ts';
import { head, rawClient } from './support/raw-client.ts';
import { CREDENTIAL, testPorts } from './support/test-ports.ts';
import { startServer } from './support/test-server.ts';

const body = logsJson(1);
const lines = [
  `Authorization: ${CREDENTIAL}`,
  'Content-Type: application/json',
  `Content-Length: ${body.length}`,
  'Expect: 100-continue',
];

test('after drain() every request is told to come again, whatever it is', async () => {
  const server = await startServer();
  server.ingest.drain();
  const agent = new Agent({ keepAlive: true });
  const got = [
    await post(`${server.url}/v1/logs`, { body, headers: JSON_TYPE, agent }),
    await post(`${server.url}/v1/metrics`, { agent }),
    await post(`${server.url}/v1/traces/x`, { method: 'GET', agent }),
  ];
  agent.destroy();
  await server.close();
  for (const { status, headers } of got) {
    expect([status, headers.connection]).toEqual([503, 'close']);
    expect(headers['retry-after']).toMatch(/^[123]$/);
  }
  expect(server.ports.rows).toEqual([]);
});

test('a body that is being read is read to its end and stored', async () => {
  const server = await startServer({ checkContinue: true });
  const client = await rawClient(server.port);
  client.send(head(lines));
  await client.until('100 Continue');
  client.send(body.subarray(0, 20));
  server.ingest.drain();
  client.send(body.subarray(20));
  expect(await client.until('{}')).toContain('HTTP/1.1 200 ');
  await server.close();
  expect(server.ports.rows).toHaveLength(1);
});

test('a request whose credential is still being checked is not read any more', async () => {
  const { promise: asked, resolve: ask } = Promise.withResolvers<undefined>();
  const { promise: checked, resolve: check } = Promise.withResolvers<undefined>();
  const authenticate = async () => {
    ask(undefined);
    await checked;
    return { org: 'test', tenant: 'test' };
  };
  const ports = testPorts({ authenticator: { authenticate } });
  const server = await startServer({ ports, checkContinue: true });
  const client = await rawClient(server.port);
  client.send(head(lines));
  await asked;
  server.ingest.drain();
  check(undefined);
  expect(await client.closed()).toMatch(/^HTTP\/1.1 503 /);
  await server.close();
});
