// All hostile bodies at once, over and over, beside an honest sender and somebody who asks how the agent is.
import { setTimeout as pause } from 'node:timers/promises';
import { claudeLogsRequest, encodeLogsRequest } from '@governance-agent/testkit';
import type { Attack } from '../../fuzz/hostile/attacks.ts';
import { send } from '../../fuzz/hostile/send.ts';
import type { RunningAgent } from '../ingest/agent-process.ts';
import { forgetPeak, lagOf, peakOf } from './probes.ts';

type Counts = Record<string, number>;

export interface Mix {
  /** answers by status */
  readonly hostile: Counts;
  readonly honest: Counts;
  /** milliseconds */
  readonly latencies: readonly number[];
  readonly health: readonly number[];
  readonly lags: readonly number[];
  readonly peakMiB: number;
}

const ATTACKERS = 4;
const PATH = '/v1/logs';

/** @param honest credential of another tenant: what the attackers' tenant holds must not stand in its way */
export async function mix(
  agent: RunningAgent,
  attacks: readonly Attack[],
  honest: string,
  seconds: number,
): Promise<Mix> {
  // Before the clock starts: making them takes seconds.
  const bodies = attacks.map(({ path, headers, body }) => ({ path, headers, body: body() }));
  const end = performance.now() + seconds * 1000;
  const going = (): boolean => performance.now() < end;
  await forgetPeak(agent.pid);
  const [hostile, sender, watcher] = await Promise.all([
    attack(agent, bodies, going),
    sendHonestly(agent, honest, going),
    watch(agent, going),
  ]);
  return { hostile, ...sender, ...watcher, peakMiB: await peakOf(agent.pid) };
}

interface Hostile extends Pick<Attack, 'path' | 'headers'> {
  readonly body: Buffer;
}

async function attack(
  agent: RunningAgent,
  bodies: readonly Hostile[],
  going: () => boolean,
): Promise<Counts> {
  const counts: Counts = {};
  const attacker = async (first: number): Promise<void> => {
    for (let turn = first; going(); turn += 1) {
      const { path, headers, body } = bodies[turn % bodies.length] ?? {
        path: PATH,
        headers: {},
        body: Buffer.of(),
      };
      const authorized = { ...headers, authorization: agent.authorization };
      count(counts, await send({ url: agent.url, path, headers: authorized, body }));
    }
  };
  await Promise.all(Array.from({ length: ATTACKERS }, (_, index) => attacker(index * 5)));
  return counts;
}

async function sendHonestly(
  { url }: RunningAgent,
  authorization: string,
  going: () => boolean,
): Promise<Pick<Mix, 'honest' | 'latencies'>> {
  const headers = { 'content-type': 'application/x-protobuf', authorization };
  const honest: Counts = {};
  const latencies: number[] = [];
  for (let n = 0; going(); n += 1) {
    const body = encodeLogsRequest(claudeLogsRequest(n * 20, 20));
    const start = performance.now();
    count(honest, await send({ url, path: PATH, headers, body }));
    latencies.push(performance.now() - start);
    await pause(50);
  }
  return { honest, latencies };
}

async function watch({ url }: RunningAgent, going: () => boolean): Promise<Pick<Mix, 'health' | 'lags'>> {
  const health: number[] = [];
  const lags: number[] = [];
  while (going()) {
    const start = performance.now();
    const { status } = await fetch(`${url}/healthz`);
    health.push(status === 200 ? performance.now() - start : Infinity);
    lags.push(await lagOf(url));
    await pause(200);
  }
  return { health, lags };
}

function count(counts: Counts, status: number): void {
  counts[status] = (counts[status] ?? 0) + 1;
}
