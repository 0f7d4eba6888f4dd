// What the store offers to a plane.
import type { MaskedEvent } from './masked-event.ts';
import type { AppendReceipt, Destination } from './ports.ts';
import type { PreparedBatch } from './prepared-batch.ts';

/**
 * The write side of the store. Resolves after commit: durable, signed, once. Rejects with AuditError, nothing stored, or of a
 * request that is longer than a group its first portions: sending it again adds the rest, once.
 */
export interface AuditWriter {
  append(destination: Destination, events: readonly MaskedEvent[]): Promise<AppendReceipt>;
  /** The same for events that were made ready elsewhere, such as on another thread. */
  appendPrepared(batch: PreparedBatch): Promise<AppendReceipt>;
  /** Refuses new work, commits what was taken, then resolves. */
  close(): Promise<void>;
}
