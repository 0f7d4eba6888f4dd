// The bars that the measurements are held against. What is measured comes from results alone.
import type { BenchResult } from '../result.ts';
import { STEPS } from './plan.ts';

/** Results by the id of their step. */
export type Results = ReadonlyMap<string, BenchResult>;

export interface Bar {
  readonly what: string;
  readonly unit: string;
  /** digits behind the point */
  readonly digits: number;
  readonly better: 'more' | 'less';
  readonly must: number;
  /** What is aimed at. */
  readonly aim: number;
  /** Undefined where what it takes was not run. */
  readonly measured: (results: Results) => number | undefined;
}

export type Judgement = 'not run' | 'missed' | 'met' | 'met, and the aim';

export function judge({ better, must, aim }: Bar, measured: number | undefined): Judgement {
  if (measured === undefined) return 'not run';
  const reaches = (limit: number): boolean => (better === 'more' ? measured >= limit : measured <= limit);
  // What is no number, or has no end, keeps no bar.
  if (!Number.isFinite(measured) || !reaches(must)) return 'missed';
  return reaches(aim) ? 'met, and the aim' : 'met';
}

const figure = (step: string, name: string) => (results: Results) => results.get(step)?.figures[name];

/** The largest of several figures of a step. */
const largest = (step: string, names: readonly string[]) => (results: Results) => {
  const figures = results.get(step)?.figures;
  const values = names.map((name) => figures?.[name]).filter((value) => value !== undefined);
  return values.length === 0 ? undefined : Math.max(...values);
};

/** Over every size of every run of ingest that there is. */
const sumOfIngest = (name: string) => (results: Results) => {
  const values = STEPS.filter(({ bench }) => bench === 'ingest').flatMap(({ id }) =>
    Object.entries(results.get(id)?.figures ?? {})
      .filter(([key]) => key.endsWith(`.${name}`))
      .map(([, value]) => value),
  );
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0);
};

const more = { better: 'more', digits: 2, unit: 'S' } as const;
const rate = { better: 'more', digits: 0, unit: 'rows/s' } as const;
const milliseconds = { better: 'less', digits: 1, unit: 'ms' } as const;
const mebibytes = { better: 'less', digits: 0, unit: 'MiB' } as const;
const none = { better: 'less', digits: 0, unit: 'rows', must: 0, aim: 0 } as const;

const speed = (what: string, step: string, must: number, aim: number): Bar[] =>
  [20, 500].map((size) => ({
    ...{ what: `${what}, ${size} records a request`, ...more, must, aim },
    measured: figure(step, `${size}.ofS`),
  }));

export const BARS: readonly Bar[] = [
  ...speed('end to end, SQLite FULL, empty store', 'ingest-sqlite', 0.33, 0.6),
  ...speed('end to end, SQLite FULL, two million rows', 'ingest-filled', 0.3, 0.6).slice(0, 1),
  ...speed('end to end, PostgreSQL, fsync on', 'ingest-postgres', 0.25, 0.5),
  {
    what: 'p99 at 5,000 rows/s offered',
    ...milliseconds,
    must: 30,
    aim: 15,
    measured: figure('ingest-rate-5000', '20.p99'),
  },
  {
    what: 'p99 at 10,000 rows/s offered',
    ...milliseconds,
    must: 75,
    aim: 40,
    measured: figure('ingest-rate-10000', '20.p99'),
  },
  // The same two on a machine of any speed: the bars were set where S is 30,000/s.
  {
    what: 'p99 at a sixth of S offered',
    ...milliseconds,
    must: 30,
    aim: 15,
    measured: figure('ingest-rate-sixth', '20.p99'),
  },
  {
    what: 'p99 at a third of S offered',
    ...milliseconds,
    must: 75,
    aim: 40,
    measured: figure('ingest-rate-third', '20.p99'),
  },
  {
    what: 'memory at half load',
    ...mebibytes,
    must: 350,
    aim: 250,
    measured: largest('ingest-sqlite', ['20.halfLoadMiB', '500.halfLoadMiB']),
  },
  {
    what: 'memory at saturation',
    ...mebibytes,
    must: 600,
    aim: 450,
    measured: largest('ingest-sqlite', ['20.peakMiB', '500.peakMiB']),
  },
  {
    what: 'memory under hostile bodies',
    ...mebibytes,
    must: 600,
    aim: 450,
    measured: figure('hostile', 'peakMiB'),
  },
  {
    what: "10,000 records of the collector's shape, decode and answer, CPU",
    ...milliseconds,
    must: 8,
    aim: 5,
    measured: figure('stages', 'collectorMs'),
  },
  {
    what: 'feed at five million rows, slowest p99',
    ...milliseconds,
    must: 50,
    aim: 10,
    measured: figure('query-sqlite', 'feedP99'),
  },
  {
    what: 'sessions at five million rows, slowest p99',
    ...milliseconds,
    must: 50,
    aim: 10,
    measured: figure('query-sqlite', 'sessionP99'),
  },
  {
    what: 'usage at five million rows, slowest p99',
    ...milliseconds,
    must: 50,
    aim: 10,
    measured: figure('query-sqlite', 'usageP99'),
  },
  {
    what: 'event loop held up at most under hostile bodies',
    ...milliseconds,
    must: 100,
    aim: 100,
    measured: largest('hostile', ['lagMs', 'aloneLagMs']),
  },
  {
    what: 'event loop held up at most under large legal requests',
    ...milliseconds,
    must: 100,
    aim: 100,
    measured: figure('hostile', 'legalLagMs'),
  },
  {
    what: 'verification of five million rows, hashes, all cores',
    ...rate,
    must: 100_000,
    aim: 100_000,
    measured: figure('verify', 'full.all.rowsPerSecond'),
  },
  {
    what: 'verification of five million rows, every signature, all cores',
    ...rate,
    must: 13_000,
    aim: 13_000,
    measured: figure('verify', 'deep.all.rowsPerSecond'),
  },
  { what: 'acknowledged rows lost, all runs', ...none, measured: sumOfIngest('lost') },
  { what: 'rows doubled, all runs', ...none, measured: sumOfIngest('doubled') },
  {
    what: 'runs of ingest whose chain did not verify',
    ...none,
    unit: 'runs',
    measured: sumOfIngest('unverified'),
  },
];
