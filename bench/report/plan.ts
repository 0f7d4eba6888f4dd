// What the report is made of: which benchmarks, with which options, in which order.

export interface Step {
  /** Name of its result. */
  readonly id: string;
  readonly title: string;
  /** Folder of the benchmark. */
  readonly bench: string;
  readonly options: readonly string[];
  /** Options of `--quick`: whether everything works, not how fast. */
  readonly quick: readonly string[];
}

const words = (text: string): string[] => text.split(' ').filter((word) => word !== '');

const step = (id: string, title: string, options: string, quick: string): Step => ({
  ...{ id, title, bench: id.split('-')[0] ?? id },
  ...{ options: words(options), quick: words(quick) },
});

const FEW = '--records 2000 --warmup 500';

export const STEPS: readonly Step[] = [
  step('stages', 'Cost of each stage', '', '--rows 1000 --runs 2'),
  step('ingest-sqlite', 'Ingest on an empty SQLite store', '--records 200000', FEW),
  step(
    'ingest-json',
    'Ingest of JSON',
    '--sizes 20 --records 100000 --encoding json',
    `--sizes 20 ${FEW} --encoding json`,
  ),
  step(
    'ingest-gzip',
    'Ingest of compressed bodies',
    '--sizes 20 --records 100000 --gzip',
    `--sizes 20 ${FEW} --gzip`,
  ),
  step(
    'ingest-rate-5000',
    'Ingest at 5,000 rows/s offered',
    '--sizes 20 --records 150000 --rate 5000 --runs 3',
    `--sizes 20 ${FEW} --rate 500`,
  ),
  step(
    'ingest-rate-10000',
    'Ingest at 10,000 rows/s offered',
    '--sizes 20 --records 300000 --rate 10000 --runs 3',
    `--sizes 20 ${FEW} --rate 800`,
  ),
  step(
    'ingest-rate-sixth',
    'Ingest at a sixth of S offered',
    '--sizes 20 --records 100000 --rate 0.167S --runs 3',
    `--sizes 20 ${FEW} --rate 0.02S`,
  ),
  step(
    'ingest-rate-third',
    'Ingest at a third of S offered',
    '--sizes 20 --records 200000 --rate 0.333S --runs 3',
    `--sizes 20 ${FEW} --rate 0.03S`,
  ),
  step(
    'ingest-filled',
    'Ingest into two million rows',
    '--sizes 20 --records 200000 --fill 2000000',
    `--sizes 20 ${FEW} --fill 20000`,
  ),
  step(
    'ingest-postgres',
    'Ingest on PostgreSQL',
    '--records 200000 --database postgres',
    `${FEW} --database postgres`,
  ),
  step('query-sqlite', 'Reads at five million rows, SQLite', '--rows 5000000', '--rows 20000'),
  step(
    'query-postgres',
    'Reads at a million rows, PostgreSQL',
    '--rows 1000000 --database postgres',
    '--rows 5000 --database postgres',
  ),
  step('verify', 'Verification of five million rows', '--rows 5000000', '--rows 20000'),
  step('proofs', 'Proofs of a million rows', '', '--rows 5000'),
  step('bundle', 'Evidence bundles', '--rows 20000', '--rows 1000'),
  step('metrics', 'Metrics', '--points 100000', '--points 3200'),
  step('masking', 'Masking', '', '--mebibytes 1'),
  step('hostile', 'Hostile bodies', '', '--mebibytes 8 --seconds 3'),
  step('portal', 'First paint of the portal', '', '--loads 1'),
];

/** Steps that are named, or whose benchmark is. @throws Error for a name of neither. */
export function chosenSteps(only: string | undefined): readonly Step[] {
  if (only === undefined) return STEPS;
  const names = only.split(',').filter((name) => name !== '');
  const isOf = (name: string) => (each: Step) => each.id === name || each.bench === name;
  const unknown = names.filter((name) => !STEPS.some(isOf(name)));
  if (unknown.length > 0)
    throw new Error(
      `no such step: ${unknown.join(', ')}; there are: ${STEPS.map(({ id }) => id).join(', ')}`,
    );
  return STEPS.filter((each) => names.some((name) => isOf(name)(each)));
}
