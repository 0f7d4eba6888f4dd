// Sends masked rows and metric points on to other places, beside ingest and never in its way. docs/guides/forwarding.md
import { randomUUID } from 'node:crypto';
import type { Clock, Database } from '@governance-agent/audit-core';
import type { Logger } from '../logging.ts';
import type { AgentMetrics } from '../metrics.ts';
import { createCursorStore, type CursorStore } from './cursor-store.ts';
import { placeKey, signalUrl, type Destination, type ForwardSignal } from './destination.ts';
import { createForwardReport } from './forward-report.ts';
import { createForwarder, type Forwarder, type Pauses } from './forwarder.ts';
import { createPointSource } from './point-source.ts';
import { createPostBatch } from './post-batch.ts';
import { createRowSource } from './row-source.ts';

export interface Forwarding {
  /** Before anything is taken: where a new destination begins is settled here. Rejects when the store does. */
  start(): Promise<void>;
  /** There is something new of a signal. */
  grew(signal: ForwardSignal): void;
  close(): Promise<void>;
}

export interface ForwardingDeps {
  readonly destinations: readonly Destination[];
  readonly database: Database;
  readonly metrics: AgentMetrics;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly pauses?: Pauses;
}

const PAUSES: Pauses = { pollMs: 5000, gatherMs: 100, firstMs: 1000, longestMs: 60_000 };

export function createForwarding(deps: ForwardingDeps): Forwarding {
  const { destinations } = deps;
  const shared = { ...deps, cursors: createCursorStore(deps.database), holder: randomUUID() };
  const followers = destinations.flatMap((destination) =>
    destination.signals.map((signal) => ({ signal, forwarder: follow(shared, destination, signal) })),
  );
  return {
    async start() {
      for (const { forwarder } of followers) await forwarder.open();
      for (const { forwarder } of followers) forwarder.start();
    },
    grew: (signal) => followers.forEach((one) => one.signal === signal && one.forwarder.grew()),
    async close() {
      await Promise.all(followers.map(({ forwarder }) => forwarder.close()));
    },
  };
}

interface Shared extends ForwardingDeps {
  readonly cursors: CursorStore;
  readonly holder: string;
}

function follow(shared: Shared, destination: Destination, signal: ForwardSignal): Forwarder {
  const { database, pauses = PAUSES } = shared;
  const { name, headers, content } = destination;
  const own = {
    ...shared,
    pauses,
    destination,
    place: placeKey(destination, signal),
    post: createPostBatch({ url: signalUrl(destination, signal), headers }),
    report: createForwardReport({ destination: name, signal }, shared),
  };
  return signal === 'logs'
    ? createForwarder({ ...own, source: createRowSource(database, content) })
    : createForwarder({ ...own, source: createPointSource(database) });
}
