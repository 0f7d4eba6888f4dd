// The loop: choose an input, change it, try it, keep what leads somewhere new, report what breaks.
import { createChance, type Chance } from './chance.ts';
import { keptInputs } from './corpus.ts';
import type { Coverage } from './coverage.ts';
import type { OpenTarget, Target } from './target.ts';

export interface Finding {
  readonly input: Buffer;
  /** Which execution of the run it was, from 1; 0 = a seed as it stands. */
  readonly execution: number;
  readonly error: unknown;
}

export interface RunOptions {
  readonly seed: number;
  /** Asked before every execution. */
  readonly goesOn: (executions: number) => boolean;
  readonly coverage?: Coverage;
  /** Findings after which the run ends. */
  readonly maxFindings?: number;
}

export interface RunReport {
  readonly executions: number;
  /** Inputs that reached something new, beside the seeds. */
  readonly grown: number;
  readonly findings: readonly Finding[];
}

/** What the run holds: inputs to start from, and what went wrong. */
interface Run {
  readonly inputs: Buffer[];
  readonly findings: Finding[];
  readonly opened: OpenTarget;
}

const MAX_FINDINGS = 10;

export async function runTarget(target: Target, options: RunOptions): Promise<RunReport> {
  const opened = await target.open();
  const seeds = [...keptInputs(target.name).map(({ bytes }) => bytes), ...target.seeds()];
  const run: Run = { inputs: [...seeds], findings: [], opened };
  try {
    for (const input of seeds) await attempt(run, input, 0);
    await options.coverage?.reachedNew();
    const executions = await explore(target, run, options);
    return { executions, grown: run.inputs.length - seeds.length, findings: run.findings };
  } finally {
    await opened.close?.();
  }
}

async function explore(target: Target, run: Run, options: RunOptions): Promise<number> {
  const { seed, goesOn, coverage, maxFindings = MAX_FINDINGS } = options;
  const chance = createChance(seed);
  let executions = 0;
  while (run.findings.length < maxFindings && goesOn(executions)) {
    const batch = Array.from({ length: BATCH }, () => nextInput(target, run.inputs, chance));
    for (const input of batch) await attempt(run, input, (executions += 1));
    if ((await coverage?.reachedNew()) === true) run.inputs.push(...batch);
  }
  return executions;
}

/** A look at the coverage costs as much as many executions: it is taken for a batch, and the batch is kept as one. */
const BATCH = 8;

function nextInput({ mutators }: Target, inputs: readonly Buffer[], chance: Chance): Buffer {
  const donor = (): Buffer => chance.oneOf(inputs);
  return chance.oneOf(mutators)(chance, donor(), donor);
}

async function attempt({ opened, findings }: Run, input: Buffer, execution: number): Promise<void> {
  try {
    await opened.check(input);
  } catch (error) {
    findings.push({ input, execution, error });
  }
}
