// The end of a refused request whose sender does not stop.
import { createServer, type Server } from 'node:http';
import { afterEach, expect, test } from '@jest/globals';
import { sendAnswer } from '../../src/http/send-answer.ts';
import { chunk, head, rawClient } from './support/raw-client.ts';
import { close, listen } from './support/test-server.ts';

const answer = { status: 401, headers: { 'content-length': '4' }, body: Buffer.from('done') };
const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await close(server);
});

async function answering(): Promise<number> {
  const server = createServer((request, response) => {
    request.on('error', () => undefined);
    void sendAnswer(request, response, answer, { milliseconds: 30, keepAliveBytes: 100 });
  });
  servers.push(server);
  return listen(server);
}

test.each([
  ['Content-Length: 50', ''],
  ['Content-Length: 5000', 'connection: close'],
  ['Transfer-Encoding: chunked', ''],
])('%s that never comes to an end is cut after the answer', async (framing, expected) => {
  const client = await rawClient(await answering());
  client.send(head([framing]));
  const received = await client.closed();
  expect(received).toMatch(/^HTTP\/1.1 401 [^]*\r\n\r\ndone$/);
  expect(received.toLowerCase()).toContain(expected);
});

test('a sender that never stops is cut', async () => {
  const client = await rawClient(await answering());
  client.send(head(['Transfer-Encoding: chunked']));
  const sending = setInterval(() => client.send(chunk('more')), 1);
  const received = await client.closed();
  clearInterval(sending);
  expect(received).toMatch(/\r\n\r\ndone$/);
});

test('a body that is in already leaves the connection open', async () => {
  const client = await rawClient(await answering());
  for (const _again of [1, 2]) {
    client.send(`${head(['Content-Length: 3'])}abc`);
    await client.until('done');
    client.forget();
  }
  client.socket.destroy();
});

test('a client that breaks off while the rest is thrown away harms nobody', async () => {
  const port = await answering();
  const client = await rawClient(port);
  client.send(head(['Content-Length: 50']));
  await client.until('done');
  client.socket.resetAndDestroy();
  await client.closed();
  const next = await rawClient(port);
  next.send(`${head(['Content-Length: 3'])}abc`);
  expect(await next.until('done')).toMatch(/^HTTP\/1.1 401 /);
  next.socket.destroy();
});
