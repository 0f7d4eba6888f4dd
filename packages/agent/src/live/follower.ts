// One client that follows a chain: reads no faster than the client takes it.
import { once } from 'node:events';
import {
  readNewDecisions,
  type Database,
  type DecisionFilters,
  type ReadScope,
} from '@governance-agent/audit-core';
import { decisionEvent, heartbeat, opening } from './event-stream.ts';

/** The part of a response that events go through. */
export interface EventSink {
  write(text: string): boolean;
  end(): unknown;
  destroy(): unknown;
  readonly writableEnded: boolean;
  readonly destroyed: boolean;
  readonly writableNeedDrain: boolean;
}

export interface FollowerOptions {
  readonly database: Database;
  readonly sink: EventSink & NodeJS.EventEmitter;
  readonly reach: ReadScope;
  readonly filters: DecisionFilters;
  /** A seq: begins behind it. */
  readonly after: number;
  /** Rejects once the credential is not good any more. */
  readonly assertAllowed: () => Promise<unknown>;
}

export interface Follower {
  /** Sends what is new up to this size of the chain. Resolves when it is sent, and never rejects. */
  grew(size: number): Promise<void>;
  /** Shows that both ends live; ends the stream of a credential that is over, and of a client that takes nothing. */
  beat(): Promise<void>;
  end(): void;
}

const PAGE = 100;

export function createFollower(options: FollowerOptions): Follower {
  const { database, sink, reach, filters, assertAllowed } = options;
  let position = options.after;
  let isSending = false;
  let isStuck = false;
  const isOpen = (): boolean => !sink.writableEnded && !sink.destroyed;
  const sendUpTo = async (size: number): Promise<void> => {
    while (position < size && isOpen()) {
      const asked = { filters, after: position, upTo: size, limit: PAGE };
      const { decisions, through } = await readNewDecisions(database, reach, asked);
      if (!isOpen()) return;
      position = through;
      const text = decisions.map(decisionEvent).join('');
      if (text !== '' && !sink.write(text)) await drained(sink);
    }
  };
  sink.write(opening(position));
  return {
    async grew(size) {
      if (isSending) return;
      isSending = true;
      // The client comes back by itself, with the id of the last event that it saw.
      await sendUpTo(size).catch(() => sink.end());
      isSending = false;
    },
    async beat() {
      if (sink.writableNeedDrain) {
        if (isStuck) sink.destroy();
        isStuck = true;
        return;
      }
      isStuck = false;
      if (!(await holds(assertAllowed))) sink.end();
      // Between the pages of a catch-up, the id belongs to rows that are on their way.
      else if (isOpen() && !isSending) sink.write(heartbeat(position));
    },
    end: () => void sink.end(),
  };
}

async function holds(assertion: () => Promise<unknown>): Promise<boolean> {
  try {
    await assertion();
    return true;
  } catch {
    return false;
  }
}

/** Resolves also when the client goes away. */
async function drained(sink: NodeJS.EventEmitter): Promise<void> {
  const stop = new AbortController();
  const { signal } = stop;
  await Promise.race([once(sink, 'drain', { signal }), once(sink, 'close', { signal })]);
  stop.abort();
}
