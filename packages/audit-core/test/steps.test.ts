// Long work gives everybody else a turn, and what follows it begins with one; short work is done where it stands.
import { expect, test } from '@jest/globals';
import { runAtOnce, runSteps, type Steps } from '../src/steps.ts';

/** Keeps the processor busy for some milliseconds. */
function work(): void {
  const before = process.threadCpuUsage();
  for (;;) {
    const { user, system } = process.threadCpuUsage(before);
    if (user + system > 4000) return;
  }
}

function* steps(count: number, each: () => void): Steps<string> {
  for (let step = 0; step < count; step += 1) {
    each();
    yield;
  }
  return 'done';
}

/** Turns of the event loop until `work` is settled. */
async function turnsDuring<T>(work: () => T | Promise<T>): Promise<{ turns: number; result: T }> {
  let turns = 0;
  let isOver = false;
  const turn = (): void => {
    if (isOver) return;
    turns += 1;
    setImmediate(turn);
  };
  setImmediate(turn);
  const result = await work();
  isOver = true;
  return { turns, result };
}

test('short work is done at once, with no turn of the event loop', async () => {
  expect(runSteps(steps(100, () => undefined))).toBe('done');
  expect(await turnsDuring(() => runSteps(steps(100, () => undefined)))).toEqual({
    turns: 0,
    result: 'done',
  });
});

test('long work lets everybody else in between, again and again', async () => {
  const { turns, result } = await turnsDuring(() => runSteps(steps(20, work)));
  expect(result).toBe('done');
  expect(turns).toBeGreaterThanOrEqual(4);
});

test('what waits for long work goes on in a turn of its own', async () => {
  let hadTurn = false;
  function* noted(): Steps<void> {
    yield* steps(5, work);
    setImmediate(() => (hadTurn = true));
  }
  await runSteps(noted());
  expect(hadTurn).toBe(true);
});

test('what a step throws reaches whoever waits, before and after the first turn', async () => {
  function* failing(count: number): Steps<void> {
    yield* steps(count, work);
    throw new Error('no');
  }
  expect(() => runSteps(failing(0))).toThrow('no');
  await expect(runSteps(failing(5))).rejects.toThrow('no');
  expect(() => runAtOnce(failing(5))).toThrow('no');
});
