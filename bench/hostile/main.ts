// Hostile bodies against an agent in a process of its own: what each costs, and what honest clients notice of all of them.
// `pnpm bench hostile [--mebibytes N] [--seconds N]`
import { parseArgs } from 'node:util';
import { attacks } from '../../fuzz/hostile/attacks.ts';
import { startAgent, type RunningAgent } from '../ingest/agent-process.ts';
import { percentile, signRate } from '../measure.ts';
import { wholeNumber } from '../options.ts';
import { publish, type Table } from '../result.ts';
import { mix, type Mix } from './mix.ts';
import { one, ONE_COLUMNS } from './one.ts';

const { values } = parseArgs({
  options: { mebibytes: { type: 'string', default: '64' }, seconds: { type: 'string', default: '25' } },
});
const SECONDS = wholeNumber('seconds', values.seconds);
const list = attacks(wholeNumber('mebibytes', values.mebibytes) * 1024 * 1024);

const rate = signRate();
const agent = await startAgent();
try {
  const rows: string[][] = [];
  for (const attack of list) rows.push(await one(agent, attack));
  const together = await mix(agent, list, await honestAuthorization(agent), SECONDS);
  publish('hostile', {
    signRate: rate,
    notes: [
      `An agent in a process of its own; each attack once, then 4 attackers for ${SECONDS} s beside an honest sender.`,
    ],
    tables: [{ title: 'One by one', columns: ONE_COLUMNS, rows }, mixTable(together)],
    figures: { peakMiB: together.peakMiB, lagMs: percentile(together.lags, 1) },
  });
} finally {
  await agent.stop();
}

function mixTable({ hostile, honest, latencies, health, lags, peakMiB }: Mix): Table {
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
