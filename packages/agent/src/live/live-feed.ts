// Everybody who follows a chain, and one look per tenant and second at whether it grew, however many they are.
import { readChainPosition, tenantOf, type Database } from '@governance-agent/audit-core';
import { createFollower, type Follower, type FollowerOptions } from './follower.ts';

export interface LiveFeed {
  /** False: there are too many already. The stream ends with the client, its credential or the agent. */
  follow(order: FollowOrder): boolean;
  /** Ends every stream and takes no more. */
  close(): void;
}

export interface FollowOrder extends Omit<FollowerOptions, 'database'> {
  /** Whose streams are counted together. */
  readonly credential: string;
  /** Of the chain: what is there already need not wait for the next look. */
  readonly size: number;
}

export interface LiveFeedDeps {
  /** The primary: what a replica has not yet would be passed over. */
  readonly database: Database;
  /** Told how far a chain is being shown. */
  readonly shown?: (tenant: string, size: number) => void;
  readonly pollMs?: number;
  readonly heartbeatMs?: number;
  readonly most?: { readonly all: number; readonly credential: number };
}

const POLL_MS = 1000;
const HEARTBEAT_MS = 15_000;
const MOST = { all: 256, credential: 16 };

interface Entry {
  readonly tenant: string;
  readonly credential: string;
  readonly follower: Follower;
}

export function createLiveFeed(deps: LiveFeedDeps): LiveFeed {
  const { database, pollMs = POLL_MS, heartbeatMs = HEARTBEAT_MS, most = MOST } = deps;
  const { shown = () => undefined } = deps;
  const entries = new Set<Entry>();
  const timers = createTimers([
    [pollMs, () => lookForNew(database, entries, shown)],
    [heartbeatMs, () => Promise.all([...entries].map(({ follower }) => follower.beat()))],
  ]);
  let isClosed = false;
  return {
    follow(order) {
      const own = [...entries].filter(({ credential }) => credential === order.credential);
      if (isClosed || entries.size >= most.all || own.length >= most.credential) return false;
      const { credential, sink, reach } = order;
      // Gone before it began: it will not say so again.
      if (sink.destroyed) return true;
      const entry = { tenant: tenantOf(reach), credential, follower: createFollower({ ...order, database }) };
      entries.add(entry);
      timers.start();
      shown(entry.tenant, order.size);
      void entry.follower.grew(order.size);
      sink.once('close', () => {
        entries.delete(entry);
        if (entries.size === 0) timers.stop();
      });
      return true;
    },
    close() {
      isClosed = true;
      timers.stop();
      for (const { follower } of entries) follower.end();
    },
  };
}

/** A store that does not answer is asked again with the next turn: the clients stay. */
async function lookForNew(
  database: Database,
  entries: ReadonlySet<Entry>,
  shown: (tenant: string, size: number) => void,
): Promise<void> {
  for (const [tenant, followers] of Map.groupBy(entries, (entry) => entry.tenant)) {
    const { size } = await readChainPosition(database, tenant).catch(() => ({ size: 0 }));
    shown(tenant, size);
    for (const { follower } of followers) void follower.grew(size);
  }
}

type Job = readonly [everyMs: number, work: () => Promise<unknown>];

/** Runs while there is somebody to run for; a job that takes long is not begun twice. */
function createTimers(jobs: readonly Job[]) {
  let running: NodeJS.Timeout[] = [];
  const every = ([milliseconds, work]: Job): NodeJS.Timeout => {
    let isBusy = false;
    return setInterval(() => {
      if (isBusy) return;
      isBusy = true;
      void work().finally(() => {
        isBusy = false;
      });
    }, milliseconds).unref();
  };
  return {
    start: (): void => {
      if (running.length === 0) running = jobs.map(every);
    },
    stop: (): void => {
      running.forEach((timer) => clearInterval(timer));
      running = [];
    },
  };
}
