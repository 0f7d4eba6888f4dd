// Does a long list of small work without keeping every other request waiting.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createSlice } from './slice.ts';

/** `list.map(work)`, in slices. */
export async function inSlices<T, U>(list: readonly T[], work: (item: T) => U): Promise<U[]> {
  const done: U[] = [];
  let isOver = createSlice();
  for (const item of list) {
    done.push(work(item));
    if (!isOver()) continue;
    await nextTurn();
    isOver = createSlice();
  }
  return done;
}
