// Waits for the first telemetry after now, by what a running agent writes into the store.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '@governance-agent/audit-core';
import { healthChanges, type SenderChange } from '../health/health-changes.ts';
import { readIngestHealth } from '../health/read-health.ts';
import { arrivedRows, newestRows, type ArrivedRows } from './arrived-rows.ts';

export interface ArrivalDeps {
  readonly database: Database;
  /** Undefined: whoever comes first. */
  readonly tenant: string | undefined;
  /** Beginning of the sender's name, such as `OTel-OTLP-Exporter`. */
  readonly userAgent: string | undefined;
  readonly timeoutMs: number;
  /** Monotonic milliseconds. */
  readonly elapsed: () => number;
  /** Told of everything that happened so far, at every look. */
  readonly progress: (changes: readonly SenderChange[]) => void;
  readonly intervalMs?: number;
}

export interface Arrival {
  readonly arrived: boolean;
  readonly senders: readonly SenderChange[];
  readonly rows: ArrivedRows;
}

/**
 * Resolves when something landed, or when the time is up. A running agent writes its health every five seconds, so it
 * takes that long to be seen. Throws AgentError `store_unreachable`, AuditError.
 */
export async function awaitArrival(deps: ArrivalDeps): Promise<Arrival> {
  const { database, tenant, timeoutMs, elapsed, progress, intervalMs = 500 } = deps;
  const newest = await newestRows(database, tenant);
  const before = await readIngestHealth(database);
  const end = elapsed() + timeoutMs;
  for (;;) {
    const senders = relevant(healthChanges(before, await readIngestHealth(database)), deps);
    progress(senders);
    const arrived = senders.some(hasLanded);
    if (arrived || elapsed() >= end) {
      const tenants = senders.flatMap((sender) => (hasLanded(sender) ? (sender.tenant ?? []) : []));
      return { arrived, senders, rows: await arrivedRows(database, new Set(tenants), newest) };
    }
    await sleep(intervalMs);
  }
}

/** Who sends without a tenant may be the one that is waited for, with a bad credential. */
function relevant(changes: readonly SenderChange[], { tenant, userAgent = '' }: ArrivalDeps): SenderChange[] {
  const wanted = userAgent.toLowerCase();
  return changes.filter(
    (change) =>
      (tenant === undefined || change.tenant === null || change.tenant === tenant) &&
      change.user_agent.toLowerCase().startsWith(wanted),
  );
}

/** An empty export proves the credential, and nothing has arrived with it. */
function hasLanded({ accepted_requests, records, duplicates, signals }: SenderChange): boolean {
  return accepted_requests > 0 && (records > 0 || duplicates > 0 || (signals['metrics'] ?? 0) > 0);
}
