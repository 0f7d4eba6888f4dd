// One keep-alive connection of the load generator: whole requests as bytes, one at a time. Opens itself again when cut.
import { connect, type Socket } from 'node:net';
import { parseAnswer } from './response.ts';

export interface Connection {
  /** Resolves with the status, or 0 where the connection broke. One request at a time. */
  send(request: Buffer): Promise<number>;
  close(): void;
}

export function createConnection(host: string, port: number): Connection {
  let socket: Socket | undefined;
  let received: Buffer = Buffer.alloc(0);
  let answered: ((status: number) => void) | undefined;

  const settle = (status: number): void => {
    const resolve = answered;
    answered = undefined;
    resolve?.(status);
  };
  const drop = (): void => {
    socket?.destroy();
    socket = undefined;
  };
  const take = (chunk: Buffer): void => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    const answer = parseAnswer(received);
    if (answer === undefined) return;
    if (answer.closes) drop();
    settle(answer.status);
  };
  const open = (): Socket => {
    const opened = connect({ host, port, noDelay: true });
    const lost = (): void => {
      if (socket !== opened) return;
      drop();
      settle(0);
    };
    return opened.on('data', take).on('error', lost).on('close', lost);
  };
  return {
    send: (request) =>
      new Promise((resolve) => {
        answered = resolve;
        received = Buffer.alloc(0);
        socket ??= open();
        socket.write(request);
      }),
    close: drop,
  };
}
