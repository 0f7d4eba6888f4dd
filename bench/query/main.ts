// Reads of a filled store: p50 and p99 of the feed, sessions and usage.
// `pnpm bench query [--rows N] [--database sqlite|postgres|URL] [--only TEXT]`
import { parseArgs } from 'node:util';
import { openDatabase } from '@governance-agent/audit-core';
import { percentile, signRate, thousands, timedAsync } from '../measure.ts';
import { wholeNumber } from '../options.ts';
import { publish } from '../result.ts';
import { openBenchStore } from '../store/bench-store.ts';
import { READS, type Read } from './reads.ts';

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '200000' },
    database: { type: 'string', default: 'sqlite' },
    only: { type: 'string', default: '' },
  },
});
const ROWS = wholeNumber('rows', values.rows);
/** A read that takes longer than this in all is not run again. */
const PATIENCE_S = 3;
const RUNS = 100;

const rate = signRate();
const store = await openBenchStore({ database: values.database, rows: ROWS, use: 'read' });
try {
  const measured = await measureAll(READS.filter((read) => read.name.includes(values.only)));
  publish('query', {
    signRate: rate,
    notes: [
      `${store.description}; ${thousands(ROWS)} rows: 240 users in 12 teams, 30 days. The functions behind the API, without HTTP.`,
      'Ragged: the period begins and ends within an hour. Each read runs once before it is measured.',
    ],
    tables: [
      {
        title: 'Reads',
        columns: ['read', 'p50 ms', 'p99 ms', 'CPU ms', 'runs'],
        rows: measured.map(({ name, times, cpu }) => [
          name,
          ...[percentile(times, 0.5), percentile(times, 0.99), cpu].map((ms) => ms.toFixed(1)),
          times.length,
        ]),
      },
    ],
    figures: figuresOf(measured),
  });
} finally {
  await store.close();
}

interface Measured {
  readonly name: string;
  /** milliseconds of each run */
  readonly times: readonly number[];
  /** milliseconds of this process a run, which do not grow with what else the machine does; of SQLite all there is */
  readonly cpu: number;
}

async function measureAll(reads: readonly Read[]): Promise<Measured[]> {
  const database = openDatabase(store.databaseUrl);
  try {
    const measured: Measured[] = [];
    for (const { name, run } of reads)
      measured.push({
        name,
        ...(await measure(async () => {
          await run(database);
        })),
      });
    return measured;
  } finally {
    await database.close();
  }
}

async function measure(read: () => Promise<void>): Promise<Omit<Measured, 'name'>> {
  await read();
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

/** The slowest of each kind: a bar holds for every read. */
function figuresOf(measured: readonly Measured[]): Record<string, number> {
  const worst = (kind: string): number =>
    Math.max(
      0,
      ...measured.filter(({ name }) => name.startsWith(kind)).map(({ times }) => percentile(times, 0.99)),
    );
  return { feedP99: worst('feed'), sessionP99: worst('session'), usageP99: worst('usage') };
}
