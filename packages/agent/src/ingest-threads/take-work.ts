// The thread's side: each order by the one who does what it names.
import { takeOrders } from '@governance-agent/audit-core';
import type { ThreadAnswer, ThreadOrder, ThreadTasks } from './work.ts';

type Workers = {
  readonly [Name in keyof ThreadTasks]: (
    work: ThreadTasks[Name]['work'],
  ) => Promise<ThreadTasks[Name]['result']>;
};

/** What a worker throws is refused without a word of it: its message may quote telemetry. */
export function takeWork(workers: Workers): void {
  takeOrders(async (order: ThreadOrder) => ({ answer: await answerTo(workers, order) }));
}

async function answerTo(workers: Workers, order: ThreadOrder): Promise<ThreadAnswer> {
  try {
    if (order.name === 'countRecords') return await workers.countRecords(order.work);
    return await workers[order.name](order.work);
  } catch {
    return { refusal: { from: 'unknown' } };
  }
}
