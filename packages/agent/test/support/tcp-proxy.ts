// A TCP proxy in front of a server: its ways to fall over and come back, as seen by who is connected to it.
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export interface TcpProxy {
  /** The URL by way of the proxy. */
  readonly url: string;
  /** Cuts every connection and refuses new ones. */
  readonly down: () => Promise<void>;
  readonly up: () => Promise<void>;
  /** Connections stay and nothing passes any more, in no direction: a peer that is gone without a word. */
  readonly freeze: () => void;
  /** New connections pass again; the frozen ones stay as they are. */
  readonly thaw: () => void;
  /** Cuts every connection in place of the next answer that `isLast` knows, once. The server has done what it answers. */
  readonly cutBefore: (isLast: (answer: Buffer) => boolean) => void;
  /** Where new connections lead from now on. */
  readonly leadTo: (serverUrl: string) => void;
}

export async function tcpProxy(serverUrl: string): Promise<TcpProxy> {
  let target = new URL(serverUrl);
  const sockets = new Set<Socket>();
  let frozen = false;
  let isLast: ((answer: Buffer) => boolean) | undefined;
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    const link = { dead: false };
    const pass = (to: Socket, chunk: Buffer): void => {
      link.dead ||= frozen;
      if (!link.dead) to.write(chunk);
    };
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    client.on('data', (chunk: Buffer) => pass(upstream, chunk));
    upstream.on('data', (chunk: Buffer) => {
      if (isLast?.(chunk) !== true) {
        pass(client, chunk);
        return;
      }
      isLast = undefined;
      cut();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const url = new URL(serverUrl);
  url.host = `127.0.0.1:${port}`;
  const down = async (): Promise<void> => {
    const closed = once(server, 'close');
    server.close();
    cut();
    await closed;
  };
  const up = async (): Promise<void> => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  };
  return {
    url: url.href,
    down,
    up,
    freeze: () => void (frozen = true),
    thaw: () => void (frozen = false),
    cutBefore: (last) => void (isLast = last),
    leadTo: (next) => void (target = new URL(next)),
  };
}
