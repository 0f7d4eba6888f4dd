// The load generator: keep-alive connections that send distinct requests as fast as they are answered.
import { Agent, request } from 'node:http';

export interface Load {
  readonly url: string;
  readonly authorization: string;
  readonly bodies: readonly Buffer[];
  readonly connections: number;
}

export interface LoadResult {
  /** milliseconds, one a request */
  readonly latencies: readonly number[];
  readonly statuses: Readonly<Record<string, number>>;
}

export async function runLoad({ url, authorization, bodies, connections }: Load): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const latencies: number[] = [];
  const statuses: Record<string, number> = {};
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let body = bodies[next++]; body !== undefined; body = bodies[next++]) {
      const start = performance.now();
      const status = await send(agent, url, authorization, body);
      latencies.push(performance.now() - start);
      statuses[status] = (statuses[status] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: connections }, worker));
  agent.destroy();
  return { latencies, statuses };
}

function send(agent: Agent, url: string, authorization: string, body: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = {
      authorization,
      'content-type': 'application/x-protobuf',
      'content-length': body.length,
    };
    const outgoing = request(`${url}/v1/logs`, { method: 'POST', agent, headers }, (answer) => {
      answer.resume();
      answer.once('end', () => resolve(answer.statusCode ?? 0));
    });
    outgoing.once('error', reject);
    outgoing.end(body);
  });
}
