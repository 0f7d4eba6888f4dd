// Every attack at once against an agent process: honest requests land meanwhile, and nothing is answered with a 500.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Socket } from 'node:net';
import { claudeLogsRequest, encodeLogsRequest } from '@governance-agent/testkit';
import { startAgent, type RunningAgent } from '../../bench/ingest/agent-process.ts';
import { attacks } from '../hostile/attacks.ts';
import { send, trickle } from '../hostile/send.ts';

// A quarter of what the receiver lets in: every cap is reached, and a test machine has other things to do.
const SIZE = 16 * 1024 * 1024;
const ROUNDS = 12;
const RECORDS = 20;
const IDLE_CONNECTIONS = 100;
/** Transient: the same bytes may be sent again. */
const BUSY = [429, 503];

let agent: RunningAgent;
let honest = '';
beforeAll(async () => {
  agent = await startAgent({ LOG_LEVEL: 'error' });
  const order = ['license', 'issue', '--org', 'honest', '--features', 'otel_ingest', '--json'];
  const { license } = JSON.parse(await agent.cli(...order)) as { license: string };
  honest = `Basic ${Buffer.from(`honest:${license}`).toString('base64')}`;
});
afterAll(() => agent.stop());

const PROTOBUF = { 'content-type': 'application/x-protobuf' };

/** As a client does: again while the agent is busy. */
async function landed(n: number): Promise<number> {
  const body = encodeLogsRequest(claudeLogsRequest(n * RECORDS, RECORDS));
  for (let tries = 0; ; tries += 1) {
    const status = await send({
      url: agent.url,
      path: '/v1/logs',
      headers: { ...PROTOBUF, authorization: honest },
      body,
    });
    if (!BUSY.includes(status) || tries === 50) return status;
  }
}

test('honest requests land under the mix, and every attack is answered as it should be', async () => {
  const { hostname, port } = new URL(agent.url);
  const idle = Array.from({ length: IDLE_CONNECTIONS }, () => new Socket().on('error', () => undefined));
  for (const socket of idle)
    socket.connect(Number(port), hostname, () => void socket.write('POST /v1/logs HTTP/1.1\r\nHost: a\r\n'));
  const hostile = attacks(SIZE).map(async ({ name, path, headers, body, statuses }) => {
    const authorized = { ...headers, authorization: agent.authorization };
    const status = await send({ url: agent.url, path, headers: authorized, body: body() });
    return { name, status, right: [...statuses, ...BUSY].includes(status) };
  });
  const sent: Promise<number>[] = [];
  for (let n = 0; n < ROUNDS; n += 1) {
    sent.push(landed(n));
    expect((await fetch(`${agent.url}/healthz`)).status).toBe(200);
  }
  expect(new Set(await Promise.all(sent))).toEqual(new Set([200]));
  expect((await Promise.all(hostile)).filter(({ right }) => !right)).toEqual([]);
  for (const socket of idle) socket.destroy();
  const report = JSON.parse(await agent.cli('verify', '--json')) as {
    verdict: string;
    chains: { tenant: string; rows: number }[];
  };
  expect(report.verdict).toBe('verified');
  // And the row that says that the licence was issued.
  expect(report.chains.find(({ tenant }) => tenant === 'honest')?.rows).toBe(ROUNDS * RECORDS + 1);
});

test('a body that comes byte by byte is read like any other', async () => {
  const body = encodeLogsRequest(claudeLogsRequest(9000, 1));
  const headers = { ...PROTOBUF, authorization: agent.authorization };
  expect(await trickle({ url: agent.url, path: '/v1/logs', headers, body })).toBe(200);
});
