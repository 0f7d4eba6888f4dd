// Sends masked rows on to other places, beside ingest and never in its way. docs/guides/forwarding.md
import { randomUUID } from 'node:crypto';
import type { Clock, Database } from '@governance-agent/audit-core';
import type { Logger } from '../logging.ts';
import type { AgentMetrics } from '../metrics.ts';
import { createCursorStore } from './cursor-store.ts';
import type { Destination } from './destination.ts';
import { createForwardReport } from './forward-report.ts';
import { createForwarder, type Pauses } from './forwarder.ts';
import { createPostLogs } from './post-logs.ts';

export interface Forwarding {
  /** Before the first row is taken: where a new destination begins is settled here. Rejects when the store does. */
  start(): Promise<void>;
  grew(): void;
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
  const { destinations, database, clock, pauses = PAUSES } = deps;
  const cursors = createCursorStore(database);
  const holder = randomUUID();
  const forwarders = destinations.map((destination) => {
    const report = createForwardReport(destination.name, deps);
    const post = createPostLogs(destination);
    return createForwarder({ destination, database, cursors, post, report, clock, holder, pauses });
  });
  return {
    async start() {
      for (const destination of destinations) await cursors.open(destination, clock.now());
      for (const forwarder of forwarders) forwarder.start();
    },
    grew: () => forwarders.forEach((forwarder) => forwarder.grew()),
    async close() {
      await Promise.all(forwarders.map((forwarder) => forwarder.close()));
    },
  };
}
