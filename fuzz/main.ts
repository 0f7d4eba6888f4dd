// `pnpm fuzz [target …] [--seconds N] [--runs N] [--seed S]`: tries the named targets, or all of them, one after the other.
import { hash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { startCoverage } from './engine/coverage.ts';
import { runTarget, type Finding } from './engine/run-target.ts';
import { shorten } from './engine/shorten.ts';
import type { Target } from './engine/target.ts';
import { targets } from './targets/all-targets.ts';

/** Of what was thrown. */
const MOST_LINES = 16;
const findingsFolder = path.join(import.meta.dirname, 'findings');

interface Options {
  readonly seconds: number;
  readonly runs?: number;
  readonly seed: number;
}

const number = (text: string): number => {
  const value = Number(text);
  if (!Number.isFinite(value) || value < 0) throw new InvalidArgumentError('must be a number');
  return value;
};

const program = new Command('fuzz')
  .argument('[targets...]', `of ${targets.map(({ name }) => name).join(', ')}; default all`)
  .option('--seconds <n>', 'how long each target is tried', number, 20)
  .option('--runs <n>', 'so many executions instead: the same seed gives the same inputs', number)
  .option('--seed <n>', 'what the inputs are made from', number, Date.now() % 1_000_000)
  .action(async (names: readonly string[], options: Options) => {
    const unknown = names.filter((name) => !targets.some((target) => target.name === name));
    if (unknown.length > 0) program.error(`no such target: ${unknown.join(', ')}`, { exitCode: 2 });
    const chosen = targets.filter(({ name }) => names.length === 0 || names.includes(name));
    for (const target of chosen) if (await tried(target, options)) process.exitCode = 1;
  });
await program.parseAsync();

/** True when something was found. */
async function tried(target: Target, { seconds, runs, seed }: Options): Promise<boolean> {
  const coverage = await startCoverage();
  const end = performance.now() + seconds * 1000;
  const goesOn = (executions: number): boolean =>
    runs === undefined ? performance.now() < end : executions < runs;
  const { executions, grown, findings } = await runTarget(target, { seed, goesOn, coverage });
  await coverage.stop();
  console.log(
    `${target.name}: seed ${seed}, ${executions} executions, ${grown} inputs kept for new code, ${findings.length} findings`,
  );
  await report(target, findings, seed);
  return findings.length > 0;
}

async function report(target: Target, findings: readonly Finding[], seed: number): Promise<void> {
  if (findings.length === 0) return;
  const opened = await target.open();
  mkdirSync(findingsFolder, { recursive: true });
  for (const { input, execution, error } of findings) {
    const short = await shorten(opened, input);
    const file = path.join(findingsFolder, `${target.name}-${hash('sha256', short).slice(0, 12)}`);
    writeFileSync(file, short);
    const where = `${path.relative(process.cwd(), file)} (seed ${seed}, execution ${execution})`;
    console.error(`  ${where}: ${reasonOf(error)}`);
  }
  await opened.close?.();
}

/** The start of what was thrown, and where in the project. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const lines = (error.stack ?? error.message).split('\n');
  return lines
    .filter((line) => !/^ +at .*(?:node:|node_modules|fuzz\/(?:engine|main))/.test(line))
    .slice(0, MOST_LINES)
    .join('\n');
}
