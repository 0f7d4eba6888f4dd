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
  expect(await client.closed()).toMatch(/\r\n\r\ndone$/);
  clearInterval(sending);
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
