// Runs one benchmark in a process of its own, its result in a file.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fromSources } from '@governance-agent/testkit';
import type { Step } from './plan.ts';

/** One that hangs must not hold up those behind it. */
const LONGEST_MS = 90 * 60_000;

/** @returns whether it ended well */
export function runStep({ bench }: Step, options: readonly string[], resultFile: string): boolean {
  const script = path.join(import.meta.dirname, '..', bench, 'main.ts');
  const { status } = spawnSync(process.execPath, [...fromSources(script), ...options], {
    stdio: 'inherit',
    timeout: LONGEST_MS,
    env: { ...process.env, BENCH_RESULT: resultFile },
  });
  return status === 0;
}
