// Long work in small steps: done at once while it is short, and with everybody else getting a turn where it is not.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createSlice } from './slice.ts';

/** Yields between two steps, wherever it may be interrupted. */
export type Steps<T> = Generator<undefined, T, undefined>;

/**
 * What the steps return: at once, or, when they take longer than a slice, a promise of it. Whoever waited for that goes on in
 * a turn of their own: what follows, such as a commit, is not added to the last slice. The first two slices may come without a
 * turn in between: a turn that began with input ends with what waits for the next.
 */
export function runSteps<T>(steps: Steps<T>): T | Promise<T> {
  const first = runSlice(steps);
  return first.done === true ? first.value : runRest(steps);
}

/** What the steps return, with nobody getting a turn. */
export function runAtOnce<T>(steps: Steps<T>): T {
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  return step.value;
}

async function runRest<T>(steps: Steps<T>): Promise<T> {
  for (;;) {
    await nextTurn();
    const slice = runSlice(steps);
    if (slice.done === true) {
      await nextTurn();
      return slice.value;
    }
  }
}

function runSlice<T>(steps: Steps<T>): IteratorResult<undefined, T> {
  const isOver = createSlice();
  let step = steps.next();
  while (step.done !== true && !isOver()) step = steps.next();
  return step;
}
