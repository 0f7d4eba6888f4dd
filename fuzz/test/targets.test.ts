// Every target with its kept inputs and a fixed number of new ones: the same on every machine and every day.
import { describe, expect, test } from '@jest/globals';
import { keptInputs } from '../engine/corpus.ts';
import { runTarget } from '../engine/run-target.ts';
import { targets } from '../targets/all-targets.ts';

const SEED = 20_261;

describe.each(targets)('$name', (target) => {
  test.each(keptInputs(target.name))('kept: $name', async ({ bytes }) => {
    const opened = await target.open();
    try {
      await opened.check(bytes);
    } finally {
      await opened.close?.();
    }
  });

  test(`${target.testRuns} new inputs`, async () => {
    const goesOn = (executions: number): boolean => executions < target.testRuns;
    const { executions, findings } = await runTarget(target, { seed: SEED, goesOn });
    expect(findings.map(({ input, error }) => [input.toString('base64'), String(error)])).toEqual([]);
    expect(executions).toBeGreaterThanOrEqual(target.testRuns);
  });
});
