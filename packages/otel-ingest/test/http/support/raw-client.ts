// A socket that sends what it is told, when it is told.
import { connect, type Socket } from 'node:net';
import { once } from 'node:events';

export interface RawClient {
  readonly socket: Socket;
  send(text: string | Buffer): void;
  /** Everything received so far, once it holds `part`. Rejects when the connection ends before. */
  until(part: string): Promise<string>;
  /** Everything received, once the other side has closed. */
  closed(): Promise<string>;
  /** Forgets what was received, for the next answer on this connection. */
  forget(): void;
}

export async function rawClient(port: number): Promise<RawClient> {
  const socket = connect(port, '127.0.0.1');
  socket.setNoDelay(true);
  await once(socket, 'connect');
  let received = '';
  let ended = false;
  let wake = (): void => undefined;
  const change = (): Promise<undefined> => new Promise((resolve) => (wake = () => resolve(undefined)));
  socket.on('data', (chunk: Buffer) => {
    received += chunk.toString('latin1');
    wake();
  });
  // A reset is one way to be closed; what was received before it counts.
  socket.on('error', () => undefined);
  socket.once('close', () => {
    ended = true;
    wake();
  });
  return {
    socket,
    send: (text) => void socket.write(text),
    async until(part) {
      while (!received.includes(part)) {
        if (ended) throw new Error(`closed before ${part}: ${received}`);
        await change();
      }
      return received;
    },
    async closed() {
      while (!ended) await change();
      return received;
    },
    forget: () => (received = ''),
  };
}

/** The head of a POST to the logs route. */
export function head(lines: readonly string[]): string {
  return ['POST /v1/logs HTTP/1.1', 'Host: test', ...lines, '', ''].join('\r\n');
}

export function chunk(bytes: Buffer | string): Buffer {
  const data = Buffer.from(bytes);
  return Buffer.concat([Buffer.from(`${data.length.toString(16)}\r\n`), data, Buffer.from('\r\n')]);
}

export const LAST_CHUNK = '0\r\n\r\n';
