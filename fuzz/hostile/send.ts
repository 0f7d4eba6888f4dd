// Sends one body the way it says and gives the status; a refusal before the end of the body is an answer like any other.
import { request, type Agent } from 'node:http';

export interface Sending {
  readonly url: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly agent?: Agent;
}

/** 0: the connection ended before an answer came. */
export function send({ url, path, headers, body, agent }: Sending): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>();
  const outgoing = request(url + path, { method: 'POST', headers, ...(agent && { agent }) });
  outgoing.once('response', (response) => {
    response.resume().once('close', () => outgoing.destroy());
    resolve(response.statusCode ?? 0);
  });
  outgoing.once('error', () => resolve(0)).once('close', () => resolve(0));
  outgoing.end(body);
  return promise;
}

/** Byte by byte, in chunks of the transfer coding. */
export function trickle({ url, path, headers, body }: Sending): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>();
  const outgoing = request(url + path, { method: 'POST', headers });
  outgoing.once('response', (response) => {
    response.resume();
    resolve(response.statusCode ?? 0);
  });
  outgoing.once('error', () => resolve(0));
  for (const byte of body) outgoing.write(Buffer.from([byte]));
  outgoing.end();
  return promise;
}
