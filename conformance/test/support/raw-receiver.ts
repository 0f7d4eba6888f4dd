// Servers that do not speak HTTP as they should, byte by byte.
import { createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { Receiver } from './reference-receiver.ts';

/** `talk` gets what came in one piece, and whether it is the first of its connection. */
export async function startRaw(talk: (data: string, socket: Socket) => void): Promise<Receiver> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('data', (data) => talk(data.toString('latin1'), socket));
  });
  const listening = Promise.withResolvers<undefined>();
  server.listen(0, '127.0.0.1', () => listening.resolve(undefined));
  await listening.promise;
  const { port } = server.address() as AddressInfo;
  const close = async (): Promise<undefined> => {
    const closed = Promise.withResolvers<undefined>();
    server.close(() => closed.resolve(undefined));
    for (const socket of sockets) socket.destroy();
    return closed.promise;
  };
  return { url: `http://127.0.0.1:${port}`, close };
}

export function answerOf(status: number): string {
  return `HTTP/1.1 ${status} Whatever\r\nContent-Type: application/x-protobuf\r\nContent-Length: 0\r\n\r\n`;
}
