// Long work in small steps: done at once while it is short, and with everybody else getting a turn where it is not.
import { setImmediate as nextTurn } from 'node:timers/promises';

/** Yields between two steps, wherever it may be interrupted. */
export type Steps<T> = Generator<undefined, T, undefined>;

/**
 * Short enough for nobody to notice, long enough for a group of ordinary requests to be landed without a turn in between. The
 * first two slices may come without one: a turn that began with input ends with what waits for the next.
 */
const SLICE_MS = 10;

/**
 * What the steps return: at once, or, when they take longer than a slice, a promise of it. Whoever waited for that goes on
 * in a turn of their own: what follows, such as a commit, is not added to the last slice.
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

/** However long it waits for a disk. */
const MOST_MS = 40;

/**
 * A machine with other things to do stops this thread in the middle of a slice. To give way then as well would keep the lock
 * of a transaction for longer, and give nobody more than they had.
 */
function createSlice(): () => boolean {
  const start = performance.now();
  const before = process.threadCpuUsage();
  let end = start + SLICE_MS;
  return () => {
    const now = performance.now();
    if (now < end) return false;
    const { user, system } = process.threadCpuUsage(before);
    const left = SLICE_MS - (user + system) / 1000;
    end = now + left;
    return left <= 1 || now - start >= MOST_MS;
  };
}
