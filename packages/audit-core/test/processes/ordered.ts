// A thread that does what it is told, for tests of those that tell it.
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import { takeOrders, type Reply } from '../../src/ordered-thread.ts';

export type TestOrder =
  | { readonly say: string; readonly after?: number; readonly slices?: number }
  | { readonly end: 'exit' | 'throw' | 'reject' };

const SLICE_MS = 5;

export interface TestAnswer {
  readonly said: string;
  /** orders that were in work when this one was, with it */
  readonly inWork: number;
}

let inWork = 0;

takeOrders(async (order: TestOrder): Promise<Reply<TestAnswer>> => {
  if ('end' in order) return end(order.end);
  inWork += 1;
  const answer = { said: order.say, inWork };
  if (order.after !== undefined) await pause(order.after);
  await workFor(order.slices ?? 0);
  inWork -= 1;
  return { answer };
});

/** Gives way to others between slices. */
async function workFor(slices: number): Promise<void> {
  for (let left = slices; left > 0; left -= 1) {
    const end = performance.now() + SLICE_MS;
    while (performance.now() < end);
    if (left > 1) await nextTurn();
  }
}

function end(how: 'exit' | 'throw' | 'reject'): Promise<never> {
  if (how === 'exit') process.exit(1);
  if (how === 'reject') return Promise.reject(new Error('rejected'));
  setImmediate(() => {
    throw new Error('thrown');
  });
  return new Promise(() => undefined);
}
