// The load generator's connection against a real server.
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createConnection } from '../ingest/connection.ts';
import { requestBytes } from '../ingest/requests.ts';

const servers: { close: () => Promise<void> }[] = [];
afterEach(() => Promise.all(servers.splice(0).map((server) => server.close())));

async function serving(listener: RequestListener) {
  const sockets = new Set<unknown>();
  const server = createServer(listener).on('connection', (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  servers.push({
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
  const { port } = server.address() as AddressInfo;
  const target = { host: '127.0.0.1', port, authorization: 'Basic abc' };
  return { target, connections: () => sockets.size, connection: createConnection('127.0.0.1', port) };
}

const SHAPE = { encoding: 'protobuf', gzip: false, size: 2 } as const;

describe('a connection', () => {
  it('sends whole requests one after the other over one socket', async () => {
    const seen: object[] = [];
    const { target, connection, connections } = await serving((request, response) => {
      let bytes = 0;
      request.on('data', (chunk: Buffer) => (bytes += chunk.length));
      request.on('end', () => {
        const { authorization, 'content-length': length, 'content-type': type } = request.headers;
        seen.push({ path: request.url, authorization, type, whole: bytes === Number(length) });
        response.end('fine');
      });
    });
    const statuses = [
      await connection.send(requestBytes(target, SHAPE, 0)),
      await connection.send(requestBytes(target, SHAPE, 2)),
    ];
    connection.close();
    expect(statuses).toEqual([200, 200]);
    expect(connections()).toBe(1);
    const one = { path: '/v1/logs', authorization: 'Basic abc', type: 'application/x-protobuf', whole: true };
    expect(seen).toEqual([one, one]);
  });

  it('opens another socket after one that the server closes or cuts', async () => {
    let count = 0;
    const { target, connection, connections } = await serving((request, response) => {
      count += 1;
      if (count === 2) return void request.socket.destroy();
      request.resume().on('end', () => {
        response.writeHead(count === 1 ? 503 : 200, count === 1 ? { connection: 'close' } : {}).end();
      });
    });
    const bytes = requestBytes(target, SHAPE, 0);
    const statuses = [
      await connection.send(bytes),
      await connection.send(bytes),
      await connection.send(bytes),
    ];
    connection.close();
    expect(statuses).toEqual([503, 0, 200]);
    expect(connections()).toBe(3);
  });
});
