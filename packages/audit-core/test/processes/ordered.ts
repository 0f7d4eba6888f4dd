// A thread that does what it is told, for tests of those that tell it.
import { setTimeout as pause } from 'node:timers/promises';
import { takeOrders, type Reply } from '../../src/ordered-thread.ts';

export type TestOrder =
  { readonly say: string; readonly after?: number } | { readonly end: 'exit' | 'throw' | 'reject' };

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
  inWork -= 1;
  return { answer };
});

function end(how: 'exit' | 'throw' | 'reject'): Promise<never> {
  if (how === 'exit') process.exit(1);
  if (how === 'reject') return Promise.reject(new Error('rejected'));
  setImmediate(() => {
    throw new Error('thrown');
  });
  return new Promise(() => undefined);
}
