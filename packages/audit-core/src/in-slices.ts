// Does a long list of small work without keeping every other request waiting.
import { setImmediate as nextTurn } from 'node:timers/promises';

/** Work shares the event loop with every other request. */
const SLICE_MS = 10;

/** `list.map(work)`, in slices. */
export async function inSlices<T, U>(list: readonly T[], work: (item: T) => U): Promise<U[]> {
  const done: U[] = [];
  let sliceStart = performance.now();
  for (const item of list) {
    done.push(work(item));
    if (performance.now() - sliceStart < SLICE_MS) continue;
    await nextTurn();
    sliceStart = performance.now();
  }
  return done;
}
