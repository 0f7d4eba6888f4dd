// A bare connection, for requests that no HTTP library would send.
import net from 'node:net';
import tls from 'node:tls';
import { WireError } from '../errors.ts';
import type { Target } from '../target.ts';

export interface Connection {
  send(data: string | Buffer): void;
  /** Closes our sending side alone. */
  finish(): void;
  /** Final statuses in the order they came, once there are `count` of them or the connection is closed. */
  statuses(count: number): Promise<readonly number[]>;
  /** Whether a 100 (Continue) came before anything else; waits for the first status line. */
  askedToContinue(): Promise<boolean>;
  /** Whether the other side closes; false where it has not after the time an answer may take. */
  closes(): Promise<boolean>;
  destroy(): void;
}

const STATUS_LINE = /HTTP\/1\.[01] (\d{3})[^\r\n]*\r\n/g;

/** Throws WireError `closed` or `timeout`. */
export async function openConnection(target: Target): Promise<Connection> {
  const socket = await connected(target);
  const state = watch(socket);
  const inTime = deadline(target.timeoutMs);
  return {
    send: (data) => void socket.write(data),
    finish: () => void socket.end(),
    async statuses(count) {
      await inTime(state.until(() => finals(state.text()).length >= count));
      const seen = finals(state.text());
      if (seen.length > 0) return seen;
      throw new WireError('closed', 'the connection ended without an answer');
    },
    async askedToContinue() {
      await inTime(state.until(() => all(state.text()).length > 0));
      return all(state.text())[0] === 100;
    },
    async closes() {
      await inTime(state.until(() => false)).catch(() => undefined);
      return state.ended();
    },
    destroy: () => void socket.destroy(),
  };
}

async function connected({ base, timeoutMs }: Target): Promise<net.Socket> {
  const secure = base.protocol === 'https:';
  const host = base.hostname.replace(/^\[|\]$/g, '');
  const port = Number(base.port) || (secure ? 443 : 80);
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  const socket = secure
    ? tls.connect({ host, port, ...(net.isIP(host) === 0 ? { servername: host } : {}) })
    : net.connect(port, host);
  socket.setNoDelay(true);
  socket.once(secure ? 'secureConnect' : 'connect', () => resolve(undefined));
  socket.once('error', (cause) => reject(new WireError('closed', 'no connection', { cause })));
  try {
    await deadline(timeoutMs)(promise);
    return socket;
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

/** What came over a socket. A reset is one way to be closed; what came before it counts. */
function watch(socket: net.Socket) {
  let received = '';
  let over = false;
  let wake = (): void => undefined;
  const change = (): Promise<undefined> => new Promise((resolve) => (wake = () => resolve(undefined)));
  socket.on('data', (chunk: Buffer) => {
    received += chunk.toString('latin1');
    wake();
  });
  socket.on('error', () => undefined);
  for (const event of ['end', 'close'])
    socket.once(event, () => {
      over = true;
      wake();
    });
  return {
    text: () => received,
    ended: () => over,
    async until(enough: () => boolean): Promise<void> {
      while (!over && !enough()) await change();
    },
  };
}

function deadline(milliseconds: number) {
  return async (work: Promise<unknown>): Promise<void> => {
    const { promise, reject } = Promise.withResolvers<never>();
    const late = (): void => reject(new WireError('timeout', `no answer within ${milliseconds} ms`));
    const timer = setTimeout(late, milliseconds);
    try {
      await Promise.race([work, promise]);
    } finally {
      clearTimeout(timer);
    }
  };
}

function all(text: string): number[] {
  return [...text.matchAll(STATUS_LINE)].map(([, status]) => Number(status));
}

function finals(text: string): number[] {
  return all(text).filter((status) => status >= 200);
}
