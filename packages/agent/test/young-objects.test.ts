// Where V8 puts a new object once many that were made in the same place have lived long.
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { fromSources, processEnvironment } from '@governance-agent/testkit';

/** Asks at the end of the process, when the program has set what it sets. */
const WHERE = `
process.on('exit', () => {
  const kept = [];
  const make = (index) => ({ key: index, value: index });
  %PrepareFunctionForOptimization(make);
  for (let index = 0; index < 1_500_000; index += 1) kept.push(make(index));
  %OptimizeFunctionOnNextCall(make);
  make(0);
  process.stdout.write(%InYoungGeneration(make(1)) ? 'young.' : 'old.');
});`;

/** Compiled when it is told to, not when there is time for it: until then V8 looks at what becomes of its objects. */
const BY_ORDER = [
  '--allow-natives-syntax',
  '--no-lazy-feedback-allocation',
  '--no-maglev',
  '--no-use-osr',
  '--invocation-count-for-turbofan=100000000',
];
const MAIN = path.join(import.meta.dirname, '../src/main.ts');

async function newObjectIn(program: readonly string[]): Promise<string | undefined> {
  const asking = ['--import', `data:text/javascript,${encodeURIComponent(WHERE)}`];
  const { stdout } = await promisify(execFile)(process.execPath, [...BY_ORDER, ...asking, ...program], {
    env: processEnvironment(),
  });
  return /(young|old)\.$/.exec(stdout)?.[1];
}

describe('a new object, where others lived long', () => {
  test('is young in an agent', async () => {
    expect(await newObjectIn([...fromSources(MAIN), '--help'])).toBe('young');
  });

  test('is old in any other program, which is what there is to prevent', async () => {
    expect(await newObjectIn(['--eval', ''])).toBe('old');
  });
});
