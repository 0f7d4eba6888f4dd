// A destination that behaves as it is told, and keeps what it takes.
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { pointsIn, recordsIn, type ReceivedRecord } from './received.ts';

export type Behaviour = (records: readonly ReceivedRecord[], response: ServerResponse) => void;

export interface Receiver {
  readonly port: number;
  readonly endpoint: string;
  /** Records and points of requests that were answered with 200, in the order of their coming. */
  readonly taken: ReceivedRecord[];
  readonly asked: { headers: IncomingHttpHeaders; records: number }[];
  behave: (behaviour: Behaviour) => void;
  close: () => Promise<void>;
}

export const take: Behaviour = (_records, response) => void response.writeHead(200).end();
export const answer =
  (status: number, headers: Record<string, string> = {}): Behaviour =>
  (_records, response) =>
    void response.writeHead(status, headers).end('<html>no</html>');
export const hang: Behaviour = () => undefined;

export async function receiver(port = 0): Promise<Receiver> {
  const taken: ReceivedRecord[] = [];
  const asked: Receiver['asked'] = [];
  let behaviour = take;
  const receive = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = gunzipSync(await buffer(request));
    const records = request.url?.endsWith('/v1/metrics') === true ? pointsIn(body) : recordsIn(body);
    asked.push({ headers: request.headers, records: records.length });
    response.once('finish', () => {
      if (response.statusCode === 200) taken.push(...records);
    });
    behaviour(records, response);
  };
  const server = createServer((request, response) => {
    // A request that was cut is no request.
    receive(request, response).catch(() => response.destroy());
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const bound = (server.address() as AddressInfo).port;
  return {
    port: bound,
    endpoint: `http://127.0.0.1:${bound}`,
    taken,
    asked,
    behave: (next) => (behaviour = next),
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
