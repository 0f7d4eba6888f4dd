// Checkpoints the chains that went quiet: rows behind the last checkpoint would otherwise wait for the next traffic.
import {
  AuditError,
  createCheckpointNow,
  type Clock,
  type Database,
  type SignerMemory,
  type SignerSource,
} from '@governance-agent/audit-core';
import type { Logger } from '../logging.ts';

export const IDLE_MS = 60_000;

export interface CheckpointKeeperDeps {
  readonly database: Database;
  readonly signer: SignerSource;
  readonly memory: SignerMemory;
  readonly clock: Clock;
  readonly logger: Logger;
  /** How long after its last rows a chain is checkpointed. */
  readonly idleMs: number;
}

export interface CheckpointKeeper {
  /** The chain has new rows; its time begins anew. */
  grew(tenant: string): void;
  /** Checkpoints every chain that has rows behind its newest checkpoint. Nothing is kept waiting after it. */
  close(): Promise<void>;
}

export function createCheckpointKeeper(deps: CheckpointKeeperDeps): CheckpointKeeper {
  const quiet = new Map<string, NodeJS.Timeout>();
  const underWay = new Set<Promise<void>>();
  let closed = false;

  const checkpoint = async (tenant: string): Promise<void> => {
    quiet.delete(tenant);
    try {
      await createCheckpointNow(deps, tenant);
    } catch (error) {
      const code = error instanceof AuditError ? error.code : 'unexpected';
      deps.logger.error('a chain could not be checkpointed', { code });
      // A chain that is damaged stays so; anything else passes.
      if (code !== 'store_corrupt') grew(tenant);
    }
  };
  const grew = (tenant: string): void => {
    if (closed) return;
    const running = quiet.get(tenant);
    if (running !== undefined) running.refresh();
    else quiet.set(tenant, setTimeout(() => start(tenant), deps.idleMs).unref());
  };
  const start = (tenant: string): void => {
    const work = checkpoint(tenant).finally(() => underWay.delete(work));
    underWay.add(work);
  };
  const close = async (): Promise<void> => {
    closed = true;
    for (const timer of quiet.values()) clearTimeout(timer);
    for (const tenant of [...quiet.keys()]) await checkpoint(tenant);
    await Promise.all(underWay);
  };
  return { grew, close };
}
