// Carries new checkpoints of the chains that this process writes out of its trust domain, at intervals and at the end.
import { AuditError, readCheckpoint, type Clock, type Database } from '@governance-agent/audit-core';
import type { Logger } from '../logging.ts';
import type { AnchorQueue } from './anchor-queue.ts';

export interface AnchoringDeps {
  readonly database: Database;
  readonly queues: readonly AnchorQueue[];
  readonly intervalMs: number;
  readonly clock: Clock;
  readonly logger: Logger;
}

export interface Anchoring {
  grew(tenant: string, size: number): void;
  /** Looks once more and hands over what is new, for at most `milliseconds`. */
  close(milliseconds: number): Promise<void>;
}

export function createAnchoring(deps: AnchoringDeps): Anchoring {
  const { queues, intervalMs } = deps;
  /** Rows of each chain that may have a checkpoint which was not handed over. */
  const grown = new Map<string, number>();
  /** The note handed over last: where a store was set back, a smaller one is news too. */
  const handed = new Map<string, string>();
  let looking: Promise<void> | undefined;

  const look = async (): Promise<void> => {
    for (const [tenant, size] of [...grown]) {
      const checkpoint = await readCheckpoint(deps.database, tenant);
      if (checkpoint === null) continue;
      if (handed.get(tenant) !== checkpoint.note) offer(deps, checkpoint);
      handed.set(tenant, checkpoint.note);
      if (checkpoint.size >= size && grown.get(tenant) === size) grown.delete(tenant);
    }
  };
  const round = (): Promise<void> => {
    looking ??= look()
      .catch((error: unknown) =>
        deps.logger.warn('checkpoints could not be read for anchoring', codeOf(error)),
      )
      .finally(() => (looking = undefined));
    return looking;
  };
  const timer = queues.length === 0 ? undefined : setInterval(() => void round(), intervalMs).unref();
  return {
    grew(tenant, size) {
      if (queues.length > 0) grown.set(tenant, size);
    },
    async close(milliseconds) {
      clearInterval(timer);
      await looking;
      await round();
      const limit = AbortSignal.timeout(milliseconds);
      await Promise.all(queues.map((queue) => queue.close(limit)));
    },
  };
}

function offer(
  { queues, clock }: AnchoringDeps,
  { tenant, note, size }: { readonly tenant: string; readonly note: string; readonly size: number },
): void {
  const anchor = { tenant, note, at: new Date(clock.now()).toISOString() };
  for (const queue of queues) queue.offer(anchor, size);
}

function codeOf(error: unknown): { readonly code: string } {
  return { code: error instanceof AuditError ? error.code : 'unexpected' };
}
