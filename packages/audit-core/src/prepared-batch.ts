// Masked events made ready for their chain: everything that does not need the chain, so it can be done on any thread.
import { AuditError } from './errors.ts';
import type { MaskedEvent } from './masked-event.ts';
import type { Clock, Destination } from './ports.ts';
import { createSharedTexts, prepareRow, type PreparedRow } from './prepare-row.ts';
import { createRandomPool } from './random-pool.ts';

declare const prepared: unique symbol;

/** Rows that wait for their place in a chain. Plain data: it survives a structured clone, the brand does not. */
export interface PreparedRows {
  readonly destination: Destination;
  readonly rows: readonly PreparedRow[];
}

/** What `appendPrepared` takes: rows of masked events, bodies hashed. */
export type PreparedBatch = PreparedRows & { readonly [prepared]: true };

export interface BatchPreparerDeps {
  readonly clock: Clock;
  readonly random?: (size: number) => Buffer;
}

/** @throws AuditError `not_masked`, or `invalid_event` for a value outside the canonical profile. */
export type BatchPreparer = (destination: Destination, events: readonly MaskedEvent[]) => PreparedBatch;

// The run-time half of the brand, as with masked events.
const minted = new WeakSet<PreparedRows>();

export function createBatchPreparer(deps: BatchPreparerDeps): BatchPreparer {
  const { clock, random = createRandomPool() } = deps;
  return (destination, events) => {
    const deps = { now: clock.now(), random, shared: createSharedTexts() };
    const rows: PreparedRow[] = [];
    // What `map` makes counts as a list with holes: sent to another thread, it goes index by index.
    for (const event of events) rows.push(prepareRow(deps, destination, event));
    return mint({ destination, rows });
  };
}

/**
 * Takes over what a `BatchPreparer` made on another thread of this process and sent here. For that alone: the caller
 * vouches that the message came from a thread that runs its own code, for nothing is masked or hashed again.
 */
export function adoptPrepared(received: PreparedRows): PreparedBatch {
  return mint(received);
}

/** @throws AuditError `not_masked` for rows that no preparer made. */
export function assertPrepared(batch: PreparedBatch): void {
  if (!minted.has(batch))
    throw new AuditError('not_masked', 'Only rows from a batch preparer can be appended.');
}

function mint(rows: PreparedRows): PreparedBatch {
  minted.add(rows);
  return rows as PreparedBatch;
}
