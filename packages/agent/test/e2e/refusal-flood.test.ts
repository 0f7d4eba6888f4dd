// Ten thousand strangers with ten thousand names: neither memory nor the table grows with them.
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Agent, request } from 'node:http';
import { readIngestHealth } from '../../src/health/read-health.ts';
import { MAX_SENDERS } from '../../src/health/tally.ts';
import { testAgent, type TestAgent } from '../support/test-agent.ts';

const REQUESTS = 10_000;
const CONNECTIONS = 20;

let agent: TestAgent;
beforeAll(async () => {
  agent = await testAgent('sqlite');
});
afterAll(() => agent.remove());

it('10,000 refused senders leave 201 rows and no credential', async () => {
  const connections = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const strangers = Array.from({ length: CONNECTIONS }, async (_, stranger) => {
    for (let index = stranger; index < REQUESTS; index += CONNECTIONS) {
      // Half of them with the name of a real exporter, which is the harder half.
      const userAgent = index % 2 === 0 ? `OTel-OTLP-Exporter-JavaScript/0.${index}` : `agent-${index}/1.0`;
      expect(await refused(connections, userAgent, `Basic ${btoa(`org${index}:secret${index}`)}`)).toBe(401);
    }
  });
  await Promise.all(strangers);
  connections.destroy();
  await agent.close();
  const senders = await readIngestHealth(agent.database);
  expect(senders.length).toBeLessThanOrEqual(MAX_SENDERS + 1);
  expect(senders.reduce((sum, { rejected_requests }) => sum + rejected_requests, 0)).toBe(REQUESTS);
  expect(new Set(senders.map(({ tenant }) => tenant))).toEqual(new Set([null]));
  const counts = await agent.database.knex('ingest_health_counts').select();
  // Reason, signal, protocol and encoding of each.
  expect(counts.length).toBeLessThanOrEqual(4 * (MAX_SENDERS + 1));
  expect(JSON.stringify([senders, counts])).not.toContain('secret');
});

function refused(connections: Agent, userAgent: string, authorization: string): Promise<number | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<number | undefined>();
  const headers = { 'content-type': 'application/json', 'user-agent': userAgent, authorization };
  request(`${agent.url}/v1/logs`, { method: 'POST', agent: connections, headers })
    .once('error', reject)
    .once('response', (response) => {
      response.resume().once('end', () => resolve(response.statusCode));
    })
    .end('{}');
  return promise;
}
