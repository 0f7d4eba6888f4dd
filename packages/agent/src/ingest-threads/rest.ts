// The portions of a long result, fetched one by one: what is not fetched yet costs this thread nothing.
import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads';
import type { PreparedRows } from '@governance-agent/audit-core';
import { threadFailed } from './refusal.ts';
import type { LogsWork } from './work.ts';

export interface Rest {
  /** What the work is sent with. */
  readonly work: Pick<LogsWork, 'rest'>;
  /** The next portion, which the thread sent before its answer. Throws IngestError `unavailable` where there is none. */
  next(): PreparedRows;
  close(): void;
}

export function createRest(isLong: boolean): Rest {
  if (!isLong) return { work: {}, next: missing, close: () => undefined };
  const { port1, port2 } = new MessageChannel();
  return {
    work: { rest: port2 },
    next() {
      const received = receiveMessageOnPort(port1) as { readonly message: PreparedRows } | undefined;
      return received === undefined ? missing() : received.message;
    },
    close: () => port1.close(),
  };
}

/** Without it the request would be acknowledged and a part of it lost. */
function missing(): never {
  throw threadFailed();
}
