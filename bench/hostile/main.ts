// Hostile bodies against an agent in a process of its own: what each costs, and what honest clients notice of all of them.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { claudeLogsRequest, encodeLogsRequest } from '@governance-agent/testkit';
import { attacks, type Attack } from '../../fuzz/hostile/attacks.ts';
import { send } from '../../fuzz/hostile/send.ts';
import { startAgent, type RunningAgent } from '../ingest/agent-process.ts';
import { machine, percentile, signRate, thousands } from '../measure.ts';
import { legalRequests } from './legal.ts';

const SIZE = Number(process.env['BENCH_HOSTILE_MIB'] ?? 64) * 1024 * 1024;
const SECONDS = Number(process.env['BENCH_HOSTILE_SECONDS'] ?? 25);
const ATTACKERS = 4;
const BARS = { rssMiB: 600, lagMs: 100 };

/** The longest the event loop was held up since the last call, in ms, and how long the answer took. */
async function lagOf(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return 1000 * Number(/^nodejs_eventloop_lag_max_seconds (\S+)/m.exec(text)?.[1] ?? 0);
}

/** Forgets the peak of resident memory; Linux only, elsewhere the peak is that of the whole life. */
async function forgetPeak(pid: number): Promise<void> {
  await writeFile(`/proc/${pid}/clear_refs`, '5').catch(() => undefined);
}

async function peakOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
}

/** The most CPU that the main thread of the agent spent at a stretch since the last call, in ms: `stall-probe.ts`. */
async function ownStall({ pid }: RunningAgent): Promise<number> {
  await rm(probeFile, { force: true });
  process.kill(pid, 'SIGUSR2');
  for (let tries = 0; tries < 500; tries += 1) {
    const text = await readFile(probeFile, 'utf8').catch(() => '');
    if (text !== '') return Number(text);
    await pause(10);
  }
  return NaN;
}

async function one(agent: RunningAgent, { path, headers, body, name, statuses }: Attack): Promise<void> {
  const bytes = body();
  await ownStall(agent);
  await lagOf(agent.url);
  await forgetPeak(agent.pid);
  const start = performance.now();
  const sent = {
    url: agent.url,
    path,
    headers: { ...headers, authorization: agent.authorization },
    body: bytes,
  };
  const status = await send(sent);
  const seconds = (performance.now() - start) / 1000;
  const right = statuses.includes(status) ? '' : ' (unexpected)';
  const cells = [
    name,
    (bytes.length / 1024 / 1024).toFixed(1),
    `${status}${right}`,
    seconds.toFixed(2),
    (await lagOf(agent.url)).toFixed(0),
    (await ownStall(agent)).toFixed(0),
    (await peakOf(agent.pid)).toFixed(0),
  ];
  console.log(`| ${cells.join(' | ')} |`);
}

type Counts = Record<string, number>;
const count = (counts: Counts, status: number): void => void (counts[status] = (counts[status] ?? 0) + 1);

async function mix(agent: RunningAgent, list: readonly Attack[]): Promise<void> {
  const bodies = list.map((attack) => ({ ...attack, bytes: attack.body() }));
  const honest = await honestAuthorization(agent);
  await ownStall(agent);
  await forgetPeak(agent.pid);
  const end = performance.now() + SECONDS * 1000;
  const going = (): boolean => performance.now() < end;
  const hostile: Counts = {};
  const answers: Counts = {};
  const latencies: number[] = [];
  const health: number[] = [];
  const lags: number[] = [];
  const attacker = async (first: number): Promise<void> => {
    for (let turn = first; going(); turn += 1) {
      const { path, headers, bytes } = bodies[turn % bodies.length] ?? {
        path: '',
        headers: {},
        bytes: Buffer.alloc(0),
      };
      const authorized = { ...headers, authorization: agent.authorization };
      count(hostile, await send({ url: agent.url, path, headers: authorized, body: bytes }));
    }
  };
  const sender = async (): Promise<void> => {
    const headers = { 'content-type': 'application/x-protobuf', authorization: honest };
    for (let n = 0; going(); n += 1) {
      const start = performance.now();
      count(
        answers,
        await send({
          url: agent.url,
          path: '/v1/logs',
          headers,
          body: encodeLogsRequest(claudeLogsRequest(n * 20, 20)),
        }),
      );
      latencies.push(performance.now() - start);
      await pause(50);
    }
  };
  const watcher = async (): Promise<void> => {
    while (going()) {
      const start = performance.now();
      const { status } = await fetch(`${agent.url}/healthz`);
      health.push(status === 200 ? performance.now() - start : Infinity);
      lags.push(await lagOf(agent.url));
      await pause(200);
    }
  };
  const started = Array.from({ length: ATTACKERS }, (_, index) => attacker(index * 5));
  await Promise.all([...started, sender(), watcher()]);
  const peak = await peakOf(agent.pid);
  const worst = Math.max(...lags);
  const own = await ownStall(agent);
  console.log(`\nmix of ${ATTACKERS} attackers for ${SECONDS} s; answers to them ${JSON.stringify(hostile)}`);
  console.log(
    `honest requests ${JSON.stringify(answers)}, p50 ${percentile(latencies, 0.5).toFixed(0)} ms, p99 ${percentile(latencies, 0.99).toFixed(0)} ms`,
  );
  console.log(
    `/healthz p50 ${percentile(health, 0.5).toFixed(0)} ms, worst ${Math.max(...health).toFixed(0)} ms`,
  );
  console.log(
    `peak memory ${peak.toFixed(0)} MiB: bar ${BARS.rssMiB} MiB ${peak <= BARS.rssMiB ? 'kept' : 'MISSED'}`,
  );
  console.log(
    `event loop held up ${worst.toFixed(0)} ms at most, ${own.toFixed(0)} ms of them by the agent: bar ${BARS.lagMs} ms ${worst <= BARS.lagMs ? 'kept' : 'MISSED'}`,
  );
}

/** A licence of another tenant: what the attackers' tenant holds must not stand in its way. */
async function honestAuthorization(agent: RunningAgent): Promise<string> {
  const { org, license } = JSON.parse(
    await agent.cli('license', 'issue', '--org', 'honest', '--features', 'otel_ingest', '--json'),
  ) as { org: string; license: string };
  return `Basic ${Buffer.from(`${org}:${license}`).toString('base64')}`;
}

const folder = await mkdtemp(path.join(tmpdir(), 'governance-agent-probe-'));
const probeFile = path.join(folder, 'stall');
const probe = new URL('stall-probe.ts', import.meta.url).href;

console.log(`hostile: ${machine()}, native sign rate S = ${thousands(signRate())}/s`);
const started = (): Promise<RunningAgent> =>
  startAgent({ NODE_OPTIONS: `--import ${probe}`, STALL_PROBE_FILE: probeFile });

async function table(agent: RunningAgent, requests: readonly Attack[]): Promise<void> {
  console.log('\n| request | body MiB | answer | s | event loop ms | own CPU ms | peak MiB |');
  console.log('|---|---|---|---|---|---|---|');
  for (const request of requests) await one(agent, request);
}

const legal = await started();
await table(legal, legalRequests());
await legal.stop();
const list = attacks(SIZE);
const agent = await started();
await table(agent, list);
await mix(agent, list);
await agent.stop();
await rm(folder, { recursive: true });
