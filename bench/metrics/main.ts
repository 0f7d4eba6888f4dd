// Metrics from bytes to commit: decode, map, mask, add up, store. No HTTP.
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { createMetricMasker, createMetricWriter, migrate, openDatabase } from '@governance-agent/audit-core';
import { createMetricsIngest, TELEMETRY_STRUCTURAL_FIELDS } from '@governance-agent/otel-ingest';
import { createMasker } from '@governance-agent/policy-engine';
import { MetricsRequest } from '@governance-agent/testkit';
import { signRate, thousands, timedAsync } from '../measure.ts';
import { wholeNumber } from '../options.ts';
import { publish, type Table } from '../result.ts';
import { runDirectory } from '../store/directories.ts';

const { values } = parseArgs({
  options: { points: { type: 'string', default: '20000' }, 'database-url': { type: 'string' } },
});
const POINTS = wholeNumber('points', values.points);
const SESSIONS = 200;
const PER_REQUEST = 16;
const CALLS_AT_ONCE = 8;
const START = 1_795_230_615_520_000_000n;

const KINDS = ['input', 'output', 'cacheRead', 'cacheCreation'];
const text = (key: string, stringValue: string) => ({ key, value: { stringValue } });

/** What one client sends in one interval: token counters of four kinds and of four models. */
function request(n: number, aggregationTemporality: number): Buffer {
  const session = n % SESSIONS;
  const round = BigInt(Math.floor(n / SESSIONS) + 1);
  const dataPoints = Array.from({ length: PER_REQUEST }, (_, index) => ({
    startTimeUnixNano: (aggregationTemporality === 2
      ? START
      : START + (round - 1n) * 60_000_000_000n
    ).toString(),
    timeUnixNano: (START + round * 60_000_000_000n).toString(),
    asDouble: Number(round) * 100,
    attributes: [
      text('user.id', session.toString(16).padStart(64, 'a')),
      text('session.id', `${session.toString(16).padStart(8, '0')}-0d4e-4c5f-9a0b-2f6d1e8c9b7a`),
      text('user.email', `dev${session}@acme.example`),
      text('terminal.type', 'vscode'),
      text('model', `claude-opus-${Math.floor(index / 4) + 1}`),
      text('query_source', 'main'),
      text('type', KINDS[index % 4] ?? ''),
    ],
  }));
  const metric = {
    name: 'claude_code.token.usage',
    description: 'Number of tokens used',
    unit: 'tokens',
    sum: { aggregationTemporality, isMonotonic: true, dataPoints },
  };
  const resource = { attributes: [text('service.name', 'claude-code'), text('service.version', '2.1.329')] };
  const scope = { name: 'com.anthropic.claude_code', version: '2.1.329' };
  const body = { resourceMetrics: [{ resource, scopeMetrics: [{ scope, metrics: [metric] }] }] };
  return Buffer.from(MetricsRequest.encode(MetricsRequest.fromObject(body)).finish());
}

const directory = await runDirectory();
const url = values['database-url'] ?? `sqlite:${path.join(directory, 'audit.db')}`;
const database = openDatabase(url);
await migrate(database);
const sink = createMetricWriter({ database, clock: { now: () => Date.now() } });
const masker = createMetricMasker({ masker: createMasker(), structural: TELEMETRY_STRUCTURAL_FIELDS });
const ingest = createMetricsIngest({ sink, masker });

const rows: Table['rows'][number][] = [];
for (const [name, temporality] of [
  ['delta', 1],
  ['cumulative', 2],
] as const) {
  const bodies = Array.from({ length: Math.floor(POINTS / PER_REQUEST) }, (_, n) => request(n, temporality));
  let next = 0;
  const call = async (): Promise<void> => {
    for (let body = bodies[next++]; body !== undefined; body = bodies[next++])
      await ingest({ org: 'bench', tenant: 'bench', dataset: 'default-metrics' }, 'protobuf', body);
  };
  const cpu = process.cpuUsage();
  const { seconds } = await timedAsync(() => Promise.all(Array.from({ length: CALLS_AT_ONCE }, call)));
  const { user, system } = process.cpuUsage(cpu);
  rows.push([name, thousands(POINTS / seconds), ((user + system) / POINTS).toFixed(0)]);
}
publish('metrics', {
  signRate: signRate(),
  notes: [`${database.dialect}, ${PER_REQUEST} points a request, from bytes to commit; no HTTP.`],
  tables: [{ title: 'Points', columns: ['points', 'points/s', 'CPU us/point'], rows }],
  figures: {},
});
await sink.close();
await database.close();
await rm(directory, { recursive: true, force: true });
