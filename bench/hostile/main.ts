// Hostile bodies against an agent in a process of its own: what each costs, and what honest clients notice of all of them.
// `pnpm bench hostile [--mebibytes N] [--seconds N]`
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { attacks, type Attack } from '../../fuzz/hostile/attacks.ts';
import { startAgent, type RunningAgent } from '../ingest/agent-process.ts';
import { percentile, signRate } from '../measure.ts';
import { wholeNumber } from '../options.ts';
import { publish, type Table } from '../result.ts';
import { legalRequests } from './legal.ts';
import { mix, type Mix } from './mix.ts';
import { one, ONE_COLUMNS, type One } from './one.ts';
import { ownStall } from './probes.ts';

const { values } = parseArgs({
  options: { mebibytes: { type: 'string', default: '64' }, seconds: { type: 'string', default: '25' } },
});
const SECONDS = wholeNumber('seconds', values.seconds);
const list = attacks(wholeNumber('mebibytes', values.mebibytes) * 1024 * 1024);

const folder = await mkdtemp(path.join(tmpdir(), 'governance-agent-probe-'));
const probeFile = path.join(folder, 'stall');
const probe = new URL('stall-probe.ts', import.meta.url).href;

const rate = signRate();
const legal = await withAgent((agent) => oneByOne(agent, legalRequests()));
const { alone, together, ownMs } = await withAgent(async (agent) => {
  const rows = await oneByOne(agent, list);
  const mixed = await mix(agent, list, await honestAuthorization(agent), SECONDS);
  return { alone: rows, together: mixed, ownMs: await ownStall(agent.pid, probeFile) };
});
await rm(folder, { recursive: true });
publish('hostile', {
  signRate: rate,
  notes: [
    `An agent in a process of its own; each attack once, then 4 attackers for ${SECONDS} s beside an honest sender.`,
    'Own CPU: the most processor time that the main thread spent between two ticks of 5 ms, without waits for disk or core.',
  ],
  tables: [
    oneTable('Large legal requests, one by one', legal),
    oneTable('Attacks, one by one', alone),
    mixTable(together, ownMs),
  ],
  figures: {
    ...{ peakMiB: together.peakMiB, lagMs: percentile(together.lags, 1), ownMs },
    legalLagMs: mostOf(legal),
    aloneLagMs: mostOf(alone),
  },
});

async function withAgent<T>(work: (agent: RunningAgent) => Promise<T>): Promise<T> {
  const agent = await startAgent({ NODE_OPTIONS: `--import ${probe}`, STALL_PROBE_FILE: probeFile });
  try {
    return await work(agent);
  } finally {
    await agent.stop();
  }
}

async function oneByOne(agent: RunningAgent, requests: readonly Attack[]): Promise<One[]> {
  const measured: One[] = [];
  for (const request of requests) measured.push(await one(agent, request, probeFile));
  return measured;
}

function oneTable(title: string, measured: readonly One[]): Table {
  return { title, columns: ONE_COLUMNS, rows: measured.map(({ row }) => row) };
}

function mostOf(measured: readonly One[]): number {
  return Math.max(...measured.map(({ lagMs }) => lagMs));
}

function mixTable({ hostile, honest, latencies, health, lags, peakMiB }: Mix, own: number): Table {
  const ms = (list: readonly number[], share: number): string => percentile(list, share).toFixed(0);
  return {
    title: 'All at once',
    columns: ['what', 'measured'],
    rows: [
      ['answers to attackers', statusText(hostile)],
      ['answers to the honest sender', statusText(honest)],
      ['honest requests, p50 and p99 ms', `${ms(latencies, 0.5)}, ${ms(latencies, 0.99)}`],
      ['`/healthz`, p50 and worst ms', `${ms(health, 0.5)}, ${ms(health, 1)}`],
      ['event loop held up at most, ms', ms(lags, 1)],
      ['own CPU at a stretch at most, ms', own.toFixed(0)],
      ['peak MiB', peakMiB.toFixed(0)],
    ],
  };
}

function statusText(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([status, count]) => `${count} × ${status}`)
    .join(', ');
}

/** A licence of another tenant: what the attackers' tenant holds must not stand in its way. */
async function honestAuthorization(running: RunningAgent): Promise<string> {
  const printed = await running.cli(
    'license',
    'issue',
    '--org',
    'honest',
    '--features',
    'otel_ingest',
    '--json',
  );
  const { org, license } = JSON.parse(printed) as { org: string; license: string };
  return `Basic ${Buffer.from(`${org}:${license}`).toString('base64')}`;
}
