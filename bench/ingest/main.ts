// End to end: Claude-shaped requests over HTTP until the acknowledgement, load generator on the same machine.
import { claudeLogsRequest, encodeLogsRequest } from '@governance-agent/testkit';
import { machine, median, percentile, signRate, thousands, timedAsync } from '../measure.ts';
import { startAgent } from './agent-process.ts';
import { runLoad } from './load.ts';

const RECORDS = Number(process.env['BENCH_RECORDS'] ?? 60_000);
const CONNECTIONS = Number(process.env['BENCH_CONNECTIONS'] ?? 50);
const databaseUrl = process.env['BENCH_DATABASE_URL'];

const rate = signRate();
console.log(`ingest: ${machine()}, native sign rate S = ${thousands(rate)}/s`);
console.log('| records a request | rows/s | of S | p50 ms | p99 ms | CPU us/row | peak MiB | verdict |');
console.log('|---|---|---|---|---|---|---|---|');

for (const size of [20, 500]) {
  const agent = await startAgent(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl });
  const count = Math.floor(RECORDS / size);
  const bodies = Array.from({ length: count }, (_, index) =>
    encodeLogsRequest(claudeLogsRequest(index * size, size)),
  );
  const before = await agent.usage();
  const { result, seconds } = await timedAsync(() => runLoad({ ...agent, bodies, connections: CONNECTIONS }));
  const after = await agent.usage();
  const report = JSON.parse(await agent.cli('verify', '--json')) as {
    verdict: string;
    chains: { rows: number }[];
  };
  const rows = report.chains[0]?.rows ?? 0;
  const cells = [
    size,
    thousands((count * size) / seconds),
    ((count * size) / seconds / rate).toFixed(2),
    median(result.latencies).toFixed(0),
    percentile(result.latencies, 0.99).toFixed(0),
    (((after.cpuSeconds - before.cpuSeconds) * 1e6) / (count * size)).toFixed(0),
    after.peakMiB.toFixed(0),
    `${report.verdict}, ${thousands(rows)} rows, ${JSON.stringify(result.statuses)}`,
  ];
  console.log(`| ${cells.join(' | ')} |`);
  await agent.stop();
}
