// `pnpm bench report`: runs the benchmarks one after another, keeps each result, and writes docs/reports/performance.md.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { writeWhole } from '../result.ts';
import { removeLeftRuns } from '../store/directories.ts';
import { createKeptResults } from './kept-results.ts';
import { chosenSteps, STEPS, type Step } from './plan.ts';
import { renderReport } from './render.ts';
import { runStep } from './run-step.ts';

const USAGE = `pnpm bench report [options]
  --resume         keep what was measured before, run the rest
  --only A,B       run these steps or benchmarks; the others stay as they were measured before
  --render         run nothing, write the report of what is there
  --quick          tiny sizes: whether everything works; written to .tmp/bench-results/quick/performance.md
  --out FILE       where the report goes (docs/reports/performance.md)
steps: ${STEPS.map(({ id }) => id).join(' ')}`;

const root = path.join(import.meta.dirname, '../..');
const { values } = parseArgs({
  options: {
    resume: { type: 'boolean', default: false },
    only: { type: 'string' },
    render: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    out: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
const { quick, resume } = values;
const directory = path.join(root, '.tmp/bench-results', quick ? 'quick' : 'full');
const out = values.out ?? path.join(quick ? directory : path.join(root, 'docs/reports'), 'performance.md');
const optionsOf = (step: Step): readonly string[] => (quick ? step.quick : step.options);
const kept = createKeptResults(directory, optionsOf);

if (values.help) console.log(USAGE);
else await report(values.render ? [] : chosenSteps(values.only));

async function report(steps: readonly Step[]): Promise<void> {
  if (!resume) steps.forEach((step) => kept.forget(step));
  const failed: string[] = [];
  for (const step of steps.filter((each) => kept.read(each) === undefined)) {
    console.error(`\n=== ${step.id}: pnpm bench ${[step.bench, ...optionsOf(step)].join(' ')}`);
    await removeLeftRuns();
    if (!runStep(step, optionsOf(step), kept.file(step))) failed.push(step.id);
    // After each, so that a run that is cut leaves what it has.
    await write(failed);
  }
  await write(failed);
  console.error(`\nwritten: ${path.relative(root, out)}`);
  if (failed.length === 0) return;
  console.error(`failed: ${failed.join(', ')}`);
  process.exitCode = 1;
}

async function write(failed: readonly string[]): Promise<void> {
  const text = renderReport({ results: kept.readAll(STEPS), quick, failed });
  const formatted = await format(text, { ...(await resolveConfig(out)), filepath: out });
  if (readIfThere(out) !== formatted) writeWhole(out, formatted);
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
