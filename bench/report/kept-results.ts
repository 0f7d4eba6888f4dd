// Results on disk, one file a step: a report that was cut goes on where it ended.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { BenchResult } from '../result.ts';
import type { Results } from './bars.ts';
import type { Step } from './plan.ts';

export interface KeptResults {
  /** The file that a step's benchmark writes. */
  file(step: Step): string;
  /** Undefined where there is none, or one of other options. */
  read(step: Step): BenchResult | undefined;
  readAll(steps: readonly Step[]): Results;
  forget(step: Step): void;
}

export function createKeptResults(
  directory: string,
  optionsOf: (step: Step) => readonly string[],
): KeptResults {
  const file = ({ id }: Step): string => path.join(directory, `${id}.json`);
  const read = (step: Step): BenchResult | undefined => {
    if (!existsSync(file(step))) return undefined;
    const result = JSON.parse(readFileSync(file(step), 'utf8')) as BenchResult;
    const command = ['pnpm bench', step.bench, ...optionsOf(step)].join(' ');
    return result.command === command ? { ...result, figures: withoutEnd(result.figures) } : undefined;
  };
  const readAll = (steps: readonly Step[]): Results =>
    new Map(
      steps.flatMap((step) => {
        const result = read(step);
        return result === undefined ? [] : [[step.id, result] as const];
      }),
    );
  return { file, read, readAll, forget: (step) => rmSync(file(step), { force: true }) };
}

/** JSON writes what has no end as null, which would compare as nothing at all. */
function withoutEnd(figures: Readonly<Record<string, number | null>>): Record<string, number> {
  return Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, value ?? Infinity]));
}
