// The budget of bytes in work: never exceeded, always given back, grown as bodies turn out larger.
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createAdmission } from '../../src/load/admission.ts';
import { logsJson, logsJsonOfLength } from './support/messages.ts';
import { JSON_TYPE, post } from './support/post.ts';
import { chunk, head, LAST_CHUNK, rawClient } from './support/raw-client.ts';
import { CREDENTIAL, testPorts, type TestPorts } from './support/test-ports.ts';
import { startServer } from './support/test-server.ts';

describe('createAdmission', () => {
  test('never holds more than its capacity, and gives everything back', () => {
    const step = fc.record({ who: fc.nat(3), bytes: fc.nat(60), release: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const admission = createAdmission({ capacity: 100, perTenant: 100 });
        const shares = [0, 1, 2, 3].map(() => admission.admit('one', 0));
        const held = [0, 0, 0, 0];
        for (const { who, bytes, release } of steps) {
          const wanted = held.map((one, index) => (index === who ? Math.max(one, bytes) : one));
          const fits = wanted.reduce((sum, one) => sum + one, 0) <= 100;
          if (release) shares[who]?.release();
          else if (fits) shares[who]?.cover(bytes);
          else expect(() => shares[who]?.cover(bytes)).toThrow('send again');
          held[who] = release ? 0 : fits ? Math.max(held[who] ?? 0, bytes) : (held[who] ?? 0);
        }
        for (const share of [...shares, ...shares]) share.release();
        admission.admit('one', 100).release();
        expect(() => admission.admit('one', 101)).toThrow('send again');
      }),
    );
  });
});

test('no tenant takes more than its share, whatever is free', () => {
  const admission = createAdmission({ capacity: 100, perTenant: 50 });
  const share = admission.admit('noisy', 50);
  expect(() => admission.admit('noisy', 1)).toThrow('send again');
  const quiet = admission.admit('quiet', 50);
  expect(() => admission.admit('third', 1)).toThrow('send again');
  share.release();
  quiet.release();
  admission.admit('noisy', 50).release();
});

/** A sink that stores when it is told to. */
function heldPorts(): { ports: TestPorts; open: () => void } {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const inner = testPorts();
  const sink: TestPorts['sink'] = {
    append: async (destination, events) => {
      await promise;
      return inner.sink.append(destination, events);
    },
  };
  return { ports: { ...inner, sink }, open: () => resolve(undefined) };
}

describe('over HTTP', () => {
  const body = logsJson(1);
  const settings = { maxBodyBytes: 2 * body.length, inflightBytes: 2 * body.length };
  const lines = [`Authorization: ${CREDENTIAL}`, 'Content-Type: application/json'];

  test('a share lasts from the head of a request to the end of its append', async () => {
    const { ports, open } = heldPorts();
    const server = await startServer({ ports, settings });
    const send = () => post(`${server.url}/v1/logs`, { body, headers: JSON_TYPE });
    const announced = await rawClient(server.port);
    announced.send(head([...lines, `Content-Length: ${body.length}`, 'Expect: 100-continue']));
    await announced.until('100 Continue');
    const working = send();
    announced.send(body.subarray(0, 10));
    const refused = await untilRefused(send);
    expect(refused.headers['retry-after']).toMatch(/^[123]$/);
    open();
    announced.send(body.subarray(10));
    expect([(await working).status, (await announced.until('{}')).includes(' 200 ')]).toEqual([200, true]);
    expect((await send()).status).toBe(200);
    announced.socket.destroy();
    await server.close();
  });

  test('a chunked body grows its share and is refused where it does not fit', async () => {
    const { ports, open } = heldPorts();
    const server = await startServer({ ports, settings });
    const large = Buffer.concat([body, Buffer.alloc(body.length, ' ')]);
    const working = post(`${server.url}/v1/logs`, { body, headers: JSON_TYPE });
    const client = await rawClient(server.port);
    client.send(head([...lines, 'Transfer-Encoding: chunked']));
    client.send(chunk(large.subarray(0, body.length)));
    client.send(chunk(large.subarray(body.length)));
    expect(await client.until('"message"')).toMatch(/^HTTP\/1.1 503 /);
    client.forget();
    open();
    expect((await working).status).toBe(200);
    client.send(LAST_CHUNK);
    client.send(head([...lines, 'Transfer-Encoding: chunked']));
    client.send(Buffer.concat([chunk(large), Buffer.from(LAST_CHUNK)]));
    expect(await client.until('{}')).toMatch(/^HTTP\/1.1 200 /);
    client.socket.destroy();
    await server.close();
  });

  test.each([
    ['small', 8 * 1024],
    ['large', 1024 * 1024],
  ])('a %s body counts with what it decompresses to', async (_name, length) => {
    const { ports, open } = heldPorts();
    const zipped = gzipSync(logsJsonOfLength(length));
    const own = { maxBodyBytes: length, inflightBytes: length };
    const server = await startServer({ ports, settings: own });
    const headers = { ...JSON_TYPE, 'content-encoding': 'gzip' };
    const send = () => post(`${server.url}/v1/logs`, { body: zipped, headers });
    const both = [send(), send()];
    expect((await Promise.race(both)).status).toBe(503);
    open();
    const statuses = (await Promise.all(both)).map(({ status }) => status);
    expect([statuses.sort(), (await send()).status]).toEqual([[200, 503], 200]);
    await server.close();
  });

  test('who waits in line for most of the time is refused before anything is done for it', async () => {
    const { ports, open } = heldPorts();
    const own = { ...settings, inflightBytes: 4 * settings.maxBodyBytes, workingBytes: 1 };
    const server = await startServer({ ports, settings: { ...own, appendTimeoutMs: 3000 } });
    const send = () => post(`${server.url}/v1/logs`, { body, headers: JSON_TYPE });
    const both = [send(), send()];
    // The one that has begun still has time.
    expect((await Promise.race(both)).status).toBe(503);
    open();
    const statuses = (await Promise.all(both)).map(({ status }) => status);
    await server.close();
    expect([statuses.sort(), ports.rows.length]).toEqual([[200, 503], 1]);
  });

  test('an append that outlasts its answer keeps its share until it ends', async () => {
    const { ports, open } = heldPorts();
    const own = { ...settings, inflightBytes: settings.maxBodyBytes, appendTimeoutMs: 20 };
    const server = await startServer({ ports, settings: own });
    const send = () => post(`${server.url}/v1/logs`, { body, headers: JSON_TYPE });
    expect([(await send()).status, (await send()).status, (await send()).status]).toEqual([503, 503, 503]);
    expect(ports.counted.map(({ what }) => what)).toEqual(['unavailable', 'unavailable', 'overloaded']);
    open();
    const last = await send();
    await server.close();
    expect([last.status, ports.rows.length]).toEqual([200, 1]);
  });
});

async function untilRefused(send: () => ReturnType<typeof post>) {
  for (;;) {
    const got = await send();
    if (got.status === 503) return got;
  }
}
