// A small HTTP proxy in front of several agents: takes turns, goes to the next one when nobody listens at the first.
import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

export interface RoundRobinProxy {
  readonly url: string;
  /** Sends to this agent as well from now on. */
  readonly add: (upstream: string) => void;
  readonly remove: (upstream: string) => void;
  /** How many requests this agent has answered with 200. */
  readonly accepted: (upstream: string) => number;
  readonly close: () => Promise<void>;
}

export async function roundRobinProxy(): Promise<RoundRobinProxy> {
  const upstreams: string[] = [];
  const counts = new Map<string, number>();
  const server = createServer((incoming, outgoing) => {
    void handle(incoming, outgoing, turnOf(upstreams), (upstream) =>
      counts.set(upstream, (counts.get(upstream) ?? 0) + 1),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    add: (upstream) => void upstreams.push(upstream),
    remove: (upstream) => void upstreams.splice(upstreams.indexOf(upstream), 1),
    accepted: (upstream) => counts.get(upstream) ?? 0,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** The one whose turn it is first, and the others behind it. */
function turnOf(upstreams: string[]): string[] {
  const next = upstreams.shift();
  if (next !== undefined) upstreams.push(next);
  return upstreams.toReversed();
}

async function handle(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  candidates: readonly string[],
  accepted: (upstream: string) => void,
): Promise<void> {
  const body = await buffer(incoming);
  for (const upstream of candidates) {
    try {
      const answer = await passOn(upstream, incoming, body);
      if (answer.statusCode === 200) accepted(upstream);
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      outgoing.end(await buffer(answer));
      return;
    } catch (error) {
      // Whatever an agent may have begun to read is the client's to send again, as with any proxy.
      if (!isRefusal(error)) break;
    }
  }
  outgoing.writeHead(502).end();
}

async function passOn(upstream: string, incoming: IncomingMessage, body: Buffer): Promise<IncomingMessage> {
  const { method, headers, url = '/' } = incoming;
  // A connection of its own: one that is kept may be closed by a stopping agent at the moment it is used.
  const outgoing = request(new URL(url, upstream), { method, headers, agent: false });
  outgoing.end(body);
  const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
  return answer;
}

function isRefusal(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED';
}
