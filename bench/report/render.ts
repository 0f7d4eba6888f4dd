// The report as Markdown, made of results alone.
import { tableText, type BenchResult } from '../result.ts';
import { BARS, judge, type Bar, type Results } from './bars.ts';
import { STEPS, type Step } from './plan.ts';

export interface Rendering {
  readonly results: Results;
  /** Made with `--quick`: the figures say nothing. */
  readonly quick: boolean;
  /** Ids of steps that ended badly just now. */
  readonly failed: readonly string[];
}

export function renderReport({ results, quick, failed }: Rendering): string {
  const parts = [
    '# Performance',
    introduction([...results.values()], quick),
    '## Bars',
    barTable(results, quick),
    ...STEPS.flatMap((step) => section(step, results.get(step.id), failed.includes(step.id))),
  ];
  return `${parts.join('\n\n')}\n`;
}

function introduction(results: readonly BenchResult[], quick: boolean): string {
  const machines = [...new Set(results.map(({ machine }) => machine))];
  const days = [...new Set(results.map(({ date }) => date.slice(0, 10)))].sort();
  const lines = [
    'Written by `pnpm bench report` from what the benchmarks measured; nothing here is typed by hand.',
    ...(quick ? ['**A quick run: it shows that everything works, its figures say nothing.**'] : []),
    ...(results.length === 0
      ? ['No benchmark was run.']
      : [`${machines.join('; ')}. Measured on ${days.join(', ')}.`]),
    'S is the native Ed25519 sign rate of one core, measured in the same run: the yardstick between machines.',
    'The load generator, and PostgreSQL where there is one, share the cores with the agent.',
  ];
  return lines.join('\n');
}

function barTable(results: Results, quick: boolean): string {
  const rows = BARS.map((bar) => {
    const measured = bar.measured(results);
    return [
      bar.what,
      value(bar, measured),
      limit(bar, bar.must),
      limit(bar, bar.aim),
      quick ? 'quick run' : judge(bar, measured),
    ];
  });
  return tableText({ columns: ['what', 'measured', 'must', 'aim', 'verdict'], rows });
}

function value({ digits, unit }: Bar, measured: number | undefined): string {
  if (measured === undefined) return '';
  return Number.isFinite(measured) ? `${measured.toFixed(digits)} ${unit}` : 'without end';
}

const limit = ({ better, unit }: Bar, at: number): string => `${better === 'more' ? '≥' : '≤'} ${at} ${unit}`;

function section(
  { title, bench, options }: Step,
  result: BenchResult | undefined,
  failed: boolean,
): string[] {
  const heading = `## ${title}`;
  if (result === undefined) {
    const command = ['pnpm bench', bench, ...options].join(' ');
    return [heading, `${failed ? 'Failed' : 'Not run'}. \`${command}\` measures it.`];
  }
  const { command, date, signRate, loadBefore, notes, tables } = result;
  const time = date.slice(0, 16).replace('T', ' ');
  const facts = `\`${command}\`, ${time} UTC; S ${Math.round(signRate).toLocaleString('en-US')}/s; load average before ${loadBefore.toFixed(1)}.`;
  return [
    heading,
    [facts, ...notes].join('\n'),
    ...tables.flatMap((table) => [
      ...(tables.length > 1 ? [`### ${title}: ${table.title}`] : []),
      tableText(table),
    ]),
  ];
}
