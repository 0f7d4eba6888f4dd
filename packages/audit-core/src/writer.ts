// The one way into the store: masked events in, durable signed rows out, one group commit a tenant at a time.
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { AuditWriter } from './audit-writer.ts';
import { createChainAccess, createOrigins } from './chain-access.ts';
import { AuditError } from './errors.ts';
import type { MaskedEvent } from './masked-event.ts';
import type { AppendReceipt, Clock, Destination } from './ports.ts';
import { assertPrepared, createBatchPreparer, type PreparedBatch } from './prepared-batch.ts';
import { createRandomPool } from './random-pool.ts';
import { CHECKPOINT_INTERVAL, type CheckpointInterval } from './seal-checkpoint.ts';
import { pushPortions, rowPortions } from './row-portions.ts';
import { createSignerMemory, type SignerMemory } from './signer-memory.ts';
import { signerSourceOf, type SignerSource } from './signer-source.ts';
import type { Signer } from './signer.ts';
import { createAppendStore } from './store/create-append-store.ts';
import type { Database } from './store/database.ts';
import { createTenantQueue, type TenantQueue } from './tenant-queue.ts';

export interface AuditWriterDeps {
  readonly database: Database;
  /** One key, or a source of keys where keys are rotated beside this process. */
  readonly signer: Signer | SignerSource;
  /** Where each chain stood, kept outside the database. Default: for as long as the writer lives. */
  readonly memory?: SignerMemory;
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
 * `append` and `appendPrepared` resolve after commit and reject with AuditError `store_unavailable`, `signing_failed`, `key_mismatch`,
 * `rolled_back`, `queue_full`, `writer_closed`, `not_masked` or `invalid_event`; nothing of that call is stored then, or,
 * where it is longer than a group, the portions before the one that failed. A retry is safe: it adds what is missing.
 */
export function createAuditWriter(deps: AuditWriterDeps): AuditWriter {
  const { clock, random = createRandomPool(), maxQueuedRows = 50_000 } = deps;
  const prepare = createBatchPreparer({ clock, random });
  const queues = createQueues(deps, random);
  let closed = false;
  let waiting = 0;

  const assertRoom = (count: number): void => {
    if (closed) throw new AuditError('writer_closed', 'The writer is closing. Send again.');
    if (waiting + count > maxQueuedRows)
      throw new AuditError('queue_full', 'Too many rows are waiting. Send again.');
  };
  const appendPrepared = async (batch: PreparedBatch): Promise<AppendReceipt> => {
    assertPrepared(batch);
    const { destination, rows } = batch;
    assertRoom(rows.length);
    waiting += rows.length;
    try {
      const queue = queues.of(destination.tenant);
      return await pushPortions(rowPortions(rows), (portion) => queue.push(portion));
    } finally {
      waiting -= rows.length;
    }
  };
  const append = async (destination: Destination, events: readonly MaskedEvent[]): Promise<AppendReceipt> => {
    // Before the work of preparing, not after it.
    assertRoom(events.length);
    return appendPrepared(prepare(destination, events));
  };
  const close = async (): Promise<void> => {
    closed = true;
    // A request in portions comes back to its queue between them.
    do {
      await queues.idle();
      await nextTurn();
    } while (waiting > 0);
  };
  return { append, appendPrepared, close };
}

function createQueues(deps: AuditWriterDeps, random: (size: number) => Buffer) {
  const { database, signer, clock, memory = createSignerMemory(), agentName = 'governance-agent' } = deps;
  const { checkpointInterval: interval = CHECKPOINT_INTERVAL } = deps;
  const chains = createChainAccess({
    store: createAppendStore(database),
    signers: signerSourceOf(signer),
    memory,
    clock,
    newOrigin: createOrigins(agentName, random),
  });
  const queues = new Map<string, TenantQueue>();
  return {
    of(tenant: string): TenantQueue {
      const queue = queues.get(tenant) ?? createTenantQueue({ tenant, chains, interval, clock });
      queues.set(tenant, queue);
      return queue;
    },
    idle: () => Promise.all([...queues.values()].map((queue) => queue.idle())),
  };
}
