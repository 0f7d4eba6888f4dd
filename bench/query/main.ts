// Reads of a filled store: p50 and p99 of the feed, sessions and usage. `pnpm bench query --rows N [--database-url URL] [--keep]`
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import {
  createAuditWriter,
  createSigner,
  ensureAttributeIndexes,
  ensureAttributeRollups,
  generateSigningKey,
  migrate,
  openDatabase,
  readChainPosition,
  type Database,
} from '@governance-agent/audit-core';
import { machine, percentile, signRate, thousands, timedAsync } from '../measure.ts';
import { READS } from './reads.ts';
import { createTelemetry, DATASETS } from './telemetry.ts';

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '200000' },
    'database-url': { type: 'string' },
    only: { type: 'string', default: '' },
  },
});
const ROWS = Number(values.rows);
const BATCH = 500;
/** A read that takes longer than this in all is not run again. */
const PATIENCE_S = 3;
const RUNS = 100;

const directory = await mkdtemp(path.join(tmpdir(), 'governance-agent-bench-'));
const database = openDatabase(values['database-url'] ?? `sqlite:${path.join(directory, 'audit.db')}`);
await migrate(database);
console.log(`query: ${machine()}, ${database.dialect}, native sign rate S = ${thousands(signRate())}/s`);
await ensureAttributeIndexes(database, ['team']);
await ensureAttributeRollups(database, ['team']);
await fill(database);
console.log('| read | p50 ms | p99 ms | CPU ms | runs |');
console.log('|---|---|---|---|---|');
for (const { name, run } of READS.filter((read) => read.name.includes(values.only))) {
  const { times, cpu } = await measure(() => run(database));
  const figures = [percentile(times, 0.5), percentile(times, 0.99), cpu].map((ms) => ms.toFixed(1));
  console.log(`| ${name} | ${figures.join(' | ')} | ${times.length} |`);
}
await database.close();
await rm(directory, { recursive: true, force: true });

/** Makes the rows; a store that has them already is used as it is. */
async function fill(store: Database): Promise<void> {
  const { size } = await readChainPosition(store, 'bench');
  if (size >= ROWS) {
    console.log(`${thousands(size)} rows, made before`);
    return;
  }
  const signer = createSigner({ key: generateSigningKey() });
  const writer = createAuditWriter({ database: store, signer, clock: { now: () => Date.now() } });
  const events = createTelemetry(ROWS);
  let appending = 0;
  for (let first = size; first < ROWS; first += BATCH) {
    const batch = events(first, BATCH);
    const dataset = DATASETS[Math.floor(first / BATCH) % DATASETS.length] ?? 'default';
    const { seconds } = await timedAsync(() =>
      writer.append({ org: 'bench', tenant: 'bench', dataset }, batch),
    );
    appending += seconds;
  }
  await writer.close();
  const added = ROWS - size;
  console.log(`${thousands(added)} rows appended, ${thousands(added / appending)} rows/s`);
}

interface Measured {
  /** milliseconds of each run */
  readonly times: readonly number[];
  /** milliseconds of this process a run, which do not grow with what else the machine does; of SQLite all there is */
  readonly cpu: number;
}

async function measure(read: () => Promise<unknown>): Promise<Measured> {
  const times: number[] = [];
  let spent = 0;
  const before = process.cpuUsage();
  while (times.length < RUNS && spent < PATIENCE_S) {
    const { seconds } = await timedAsync(read);
    times.push(seconds * 1000);
    spent += seconds;
  }
  const { user, system } = process.cpuUsage(before);
  return { times, cpu: (user + system) / 1000 / times.length };
}
