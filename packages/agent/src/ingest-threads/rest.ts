// The portions of a long result, fetched one by one: what is not fetched yet costs this thread nothing.
import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads';
import { threadFailed } from './refusal.ts';
import type { Portions, IngestWork } from './work.ts';

export interface Rest<Prepared> {
  /** What the work is sent with. */
  readonly work: Pick<IngestWork, 'rest'>;
  /**
   * The first portion, then those that the thread sent before its answer; each is fetched when it is asked for. Throws
   * IngestError `unavailable` where one is missing.
   */
  portions(result: Portions<Prepared>): Generator<Prepared>;
  close(): void;
}

/** What a body of this size becomes is taken over at once: thousands of records fit into little more. */
const SHORT_BYTES = 32 * 1024;

/** @param bytes of the body */
export function createRest<Prepared>({ length }: Uint8Array): Rest<Prepared> {
  const channel = length > SHORT_BYTES ? new MessageChannel() : undefined;
  const next = (): Prepared => {
    const received = channel && (receiveMessageOnPort(channel.port1) as Received<Prepared> | undefined);
    // Without it the request would be acknowledged and a part of it lost.
    if (received === undefined) throw threadFailed();
    return received.message;
  };
  return {
    work: channel === undefined ? {} : { rest: channel.port2 },
    portions: (result) => portionsOf(result, next),
    close: () => channel?.port1.close(),
  };
}

function* portionsOf<Prepared>(
  { first, more }: Portions<Prepared>,
  next: () => Prepared,
): Generator<Prepared> {
  yield first;
  for (let left = more; left > 0; left -= 1) yield next();
}

interface Received<Prepared> {
  readonly message: Prepared;
}
