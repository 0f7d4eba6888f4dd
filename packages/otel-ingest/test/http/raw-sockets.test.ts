// What only a raw socket can send: odd framing, cut bodies, refusals in the middle of a body, Expect.
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { Agent } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { logsJson } from './support/messages.ts';
import { JSON_TYPE, post } from './support/post.ts';
import { chunk, head, LAST_CHUNK, rawClient } from './support/raw-client.ts';
import { CREDENTIAL } from './support/test-ports.ts';
import { startServer, type TestServer } from './support/test-server.ts';

const LIMIT = 4096;
const known = [`Authorization: ${CREDENTIAL}`, 'Content-Type: application/json'];
const unknown = ['Content-Type: application/json'];
const CHUNKED = 'Transfer-Encoding: chunked';
const body = logsJson(1);
const sized = (bytes: Buffer): string => `Content-Length: ${bytes.length}`;

let server: TestServer;
beforeEach(async () => {
  server = await startServer({ settings: { maxBodyBytes: LIMIT, inflightBytes: LIMIT } });
});
afterEach(() => server.close());

const reasons = (): string[] => server.ports.counted.map(({ what }) => what);

async function untilCounted(length: number): Promise<void> {
  while (server.ports.counted.length < length) await wait(2);
}

describe('framing', () => {
  test('chunks of any size, with extensions and a trailer', async () => {
    const client = await rawClient(server.port);
    client.send(head([...known, CHUNKED, 'Trailer: X-End']));
    for (const part of [body.subarray(0, 1), body.subarray(1, 40), body.subarray(40)])
      client.send(chunk(part));
    client.send('0;last=1\r\nX-End: yes\r\n\r\n');
    expect(await client.until('{}')).toMatch(/^HTTP\/1.1 200 /);
    expect(server.ports.rows).toHaveLength(1);
    client.socket.destroy();
  });

  test('one byte at a time', async () => {
    const client = await rawClient(server.port);
    const small = Buffer.from('{"resourceLogs":[]}');
    client.send(head([...known, sized(small)]));
    for (const byte of small) {
      client.send(Buffer.from([byte]));
      await wait(1);
    }
    expect(await client.until('{}')).toMatch(/^HTTP\/1.1 200 /);
    client.socket.destroy();
  });

  test('compressed and chunked', async () => {
    const client = await rawClient(server.port);
    const zipped = gzipSync(body);
    client.send(head([...known, CHUNKED, 'Content-Encoding: gzip']));
    client.send(Buffer.concat([chunk(zipped.subarray(0, 9)), chunk(zipped.subarray(9))]));
    client.send(LAST_CHUNK);
    expect(await client.until('{}')).toMatch(/^HTTP\/1.1 200 /);
    client.socket.destroy();
  });

  test('a client that closes its sending side after the body gets its answer', async () => {
    const client = await rawClient(server.port);
    client.socket.end(Buffer.concat([Buffer.from(head([...known, sized(body)])), body]));
    expect(await client.until('{}')).toMatch(/^HTTP\/1.1 200 /);
  });

  test('two requests in one packet are answered in order', async () => {
    const client = await rawClient(server.port);
    const one = Buffer.concat([Buffer.from(head([...known, sized(body)])), body]);
    const refused = Buffer.concat([Buffer.from(head([...unknown, sized(body)])), body]);
    client.send(Buffer.concat([refused, one]));
    expect(await client.until('{}')).toMatch(/^HTTP\/1.1 401 [^]*HTTP\/1.1 200 /);
    client.socket.destroy();
  });
});

describe('a client that leaves', () => {
  const cuts: readonly [string, (string | Buffer)[]][] = [
    ['within a sized body', [head([...known, sized(body)]), body.subarray(0, 20)]],
    ['before a sized body', [head([...known, sized(body)])]],
    ['between chunks', [head([...known, CHUNKED]), chunk(body)]],
    ['within a chunk', [head([...known, CHUNKED]), chunk(body).subarray(0, 30)]],
  ];
  test.each(cuts)('%s stores nothing and gives its share back', async (_name, parts) => {
    const seen = once(server.server, 'request');
    const client = await rawClient(server.port);
    for (const part of parts) client.send(part);
    await seen;
    client.socket.resetAndDestroy();
    await untilCounted(1);
    expect([reasons(), server.ports.rows]).toEqual([['client_gone'], []]);
    const full = Buffer.concat([body, Buffer.alloc(LIMIT - body.length, ' ')]);
    expect((await post(`${server.url}/v1/logs`, { body: full, headers: JSON_TYPE })).status).toBe(200);
  });
});

describe('a refusal before the end of the body', () => {
  const refused: readonly [string, string, readonly string[], number][] = [
    ['401, sized', '401', [...unknown, 'Content-Length: 2000'], 2000],
    ['413, sized', '413', [...known, 'Content-Length: 5000'], 5000],
    ['415, sized', '415', [`Authorization: ${CREDENTIAL}`, 'Content-Length: 2000'], 2000],
  ];
  test.each(refused)(
    '%s: answered at once, and the connection goes on',
    async (_name, status, lines, size) => {
      const client = await rawClient(server.port);
      client.send(head(lines));
      const answer = await client.until('"message"');
      expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
      expect(answer).not.toMatch(/Connection: close/i);
      client.forget();
      client.send(Buffer.alloc(size));
      client.send(Buffer.concat([Buffer.from(head([...known, sized(body)])), body]));
      expect(await client.until('{}')).toMatch(/^HTTP\/1.1 200 /);
      client.socket.destroy();
    },
  );

  test('a chunked body is refused as soon as it is too large, and the connection goes on', async () => {
    const client = await rawClient(server.port);
    client.send(head([...known, CHUNKED]));
    client.send(chunk(Buffer.alloc(LIMIT)));
    client.send(chunk('x'));
    expect(await client.until('"message"')).toMatch(/^HTTP\/1.1 413 /);
    client.forget();
    client.send(Buffer.concat([chunk(Buffer.alloc(LIMIT)), Buffer.from(LAST_CHUNK)]));
    client.send(Buffer.concat([Buffer.from(head([...known, sized(body)])), body]));
    expect(await client.until('{}')).toMatch(/^HTTP\/1.1 200 /);
    expect(reasons()).toEqual(['body_too_large', '1 appended, 0 duplicates']);
    client.socket.destroy();
  });

  test('a client that sends far too much before it listens still reads its answer', async () => {
    const client = await rawClient(server.port);
    client.socket.pause();
    const huge = Buffer.alloc(8 * 1024 * 1024);
    client.send(head([...known, sized(huge)]));
    client.send(huge);
    await new Promise<void>((resolve) => client.socket.write('', () => resolve()));
    client.socket.resume();
    expect(await client.closed()).toMatch(/^HTTP\/1.1 413 [^]*connection: close[^]*"message"/i);
  });

  test('an agent that keeps its connection alive uses the same one after 401', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    let connections = 0;
    server.server.on('connection', () => (connections += 1));
    const large = Buffer.alloc(LIMIT * 8, ' ');
    const headers = { ...JSON_TYPE, authorization: 'Basic eDp5' };
    const statuses: number[] = [];
    for (const attempt of [headers, headers, JSON_TYPE])
      statuses.push((await post(`${server.url}/v1/logs`, { body: large, headers: attempt, agent })).status);
    agent.destroy();
    expect([statuses, connections]).toEqual([[401, 401, 413], 1]);
  });
});

describe('Expect: 100-continue', () => {
  const expecting = 'Expect: 100-continue';
  test.each([false, true])(
    'a body is asked for once (checkContinue handed over: %s)',
    async (checkContinue) => {
      const own = await startServer({ checkContinue });
      const client = await rawClient(own.port);
      client.send(head([...known, sized(body), expecting]));
      await client.until('HTTP/1.1 100 Continue\r\n\r\n');
      client.send(body);
      const received = await client.until('{}');
      await own.close();
      expect(received).toMatch(/^HTTP\/1.1 100 Continue\r\n\r\nHTTP\/1.1 200 /);
    },
  );

  test('a refused client is told before it sends', async () => {
    const own = await startServer({ checkContinue: true });
    const client = await rawClient(own.port);
    client.send(head([...unknown, 'Content-Length: 100000', expecting]));
    const received = await client.closed();
    await own.close();
    expect(received).toMatch(/^HTTP\/1.1 401 [^]*connection: close/i);
    expect(received).not.toContain('100 Continue');
  });
});
