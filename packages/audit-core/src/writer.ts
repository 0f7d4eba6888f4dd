// The one way into the store: masked events in, durable signed rows out, one group commit a tenant at a time.

import { AuditError } from './errors.ts';
import { assertOrigin } from './envelope.ts';
import type { MaskedEvent } from './masked-event.ts';
import type { AppendReceipt, AuditWriter, Clock, Destination } from './ports.ts';
import { prepareRow } from './prepare-row.ts';
import { createRandomPool } from './random-pool.ts';
import { CHECKPOINT_INTERVAL, type CheckpointInterval } from './seal-checkpoint.ts';
import type { Signer } from './signer.ts';
import { registeredKey } from './store/append-store.ts';
import { createAppendStore } from './store/create-append-store.ts';
import type { Database } from './store/database.ts';
import { createTenantQueue, type TenantQueue } from './tenant-queue.ts';

export interface AuditWriterDeps {
  readonly database: Database;
  readonly signer: Signer;
  readonly clock: Clock;
  readonly random?: (size: number) => Buffer;
  /** First part of every new chain's origin. Default `governance-agent`. */
  readonly agentName?: string;
  /** Rows waiting over all tenants before `queue_full`. Default 50,000. */
  readonly maxQueuedRows?: number;
  /** When a chain is checkpointed. Default: every 256 rows or 60 s, whichever is first. */
  readonly checkpointInterval?: CheckpointInterval;
}

/**
 * Opens the write side of the store for a plane.
 * `append` resolves after commit and rejects with AuditError `store_unavailable`, `signing_failed`, `queue_full`,
 * `writer_closed`, `not_masked` or `invalid_event`; nothing of that call is stored then, and a retry is safe.
 */
export function createAuditWriter(deps: AuditWriterDeps): AuditWriter {
  const { clock, random = createRandomPool(), maxQueuedRows = 50_000 } = deps;
  const queues = createQueues(deps, random);
  let closed = false;
  let waiting = 0;

  const append = async (destination: Destination, events: readonly MaskedEvent[]): Promise<AppendReceipt> => {
    if (closed) throw new AuditError('writer_closed', 'The writer is closing. Send again.');
    if (waiting + events.length > maxQueuedRows)
      throw new AuditError('queue_full', 'Too many rows are waiting. Send again.');
    const now = clock.now();
    const rows = events.map((event) => prepareRow({ now, random }, destination, event));
    waiting += rows.length;
    try {
      return await queues.of(destination.tenant).push(rows);
    } finally {
      waiting -= rows.length;
    }
  };
  const close = async (): Promise<void> => {
    closed = true;
    await queues.idle();
  };
  return { append, close };
}

function createQueues(deps: AuditWriterDeps, random: (size: number) => Buffer) {
  const { database, signer, clock, agentName = 'governance-agent' } = deps;
  const { checkpointInterval: interval = CHECKPOINT_INTERVAL } = deps;
  const store = createAppendStore(database);
  const ready = registerOnce(() => store.registerKey(registeredKey(signer, clock.now())));
  const newOrigin = (): string => originOf(agentName, random);
  const queues = new Map<string, TenantQueue>();
  return {
    of(tenant: string): TenantQueue {
      const queue =
        queues.get(tenant) ?? createTenantQueue({ tenant, store, signer, interval, clock, newOrigin, ready });
      queues.set(tenant, queue);
      return queue;
    },
    idle: () => Promise.all([...queues.values()].map((queue) => queue.idle())),
  };
}

function originOf(agentName: string, random: (size: number) => Buffer): string {
  const origin = `${agentName}/t/${random(16).toString('hex')}`;
  assertOrigin(origin);
  return origin;
}

// The key is registered before its first row, and again after a failure, but not with every group.
function registerOnce(register: () => Promise<void>): () => Promise<void> {
  let registered: Promise<void> | undefined;
  return () => {
    registered ??= register().catch((error: unknown) => {
      registered = undefined;
      throw error;
    });
    return registered;
  };
}
