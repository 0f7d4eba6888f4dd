// An orderly end: what is under way is finished, what idles is closed, what hangs is cut.
import { describe, expect, it } from '@jest/globals';
import { Agent, createServer, get, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { drain } from '../../src/http/drain.ts';

async function serverThat(
  answer: Parameters<typeof createServer>[1],
): Promise<{ server: Server; port: number }> {
  const server = createServer({ keepAliveTimeout: 60_000 }, answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, port: (server.address() as AddressInfo).port };
}

const request = (port: number, agent?: Agent): Promise<string> =>
  new Promise((resolve) => {
    get({ port, host: '127.0.0.1', agent }, (response) => {
      response.resume().once('end', () => resolve(String(response.statusCode)));
    }).once('error', () => resolve('cut'));
  });

describe('draining', () => {
  it('finishes the answer under way', async () => {
    const arrived = Promise.withResolvers<() => void>();
    const { server, port } = await serverThat((_request, response) =>
      arrived.resolve(() => response.end('done')),
    );
    const answer = request(port);
    const finish = await arrived.promise;
    const drained = drain(server, 5000);
    finish();
    expect(await answer).toBe('200');
    expect(await drained).toBe(true);
  });

  it('does not wait for a connection that idles', async () => {
    const { server, port } = await serverThat((_request, response) => response.end('done'));
    const agent = new Agent({ keepAlive: true });
    expect(await request(port, agent)).toBe('200');
    expect(await drain(server, 60_000)).toBe(true);
    agent.destroy();
  });

  it('cuts what does not finish in time', async () => {
    const arrived = Promise.withResolvers<undefined>();
    const { server, port } = await serverThat(() => arrived.resolve(undefined));
    const answer = request(port);
    await arrived.promise;
    expect(await drain(server, 20)).toBe(false);
    expect(await answer).toBe('cut');
  });
});
