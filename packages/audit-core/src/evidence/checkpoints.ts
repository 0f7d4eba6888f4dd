// The newest checkpoint of a chain, and one made on demand.
import { createChainAccess } from '../chain-access.ts';
import { AuditError } from '../errors.ts';
import type { Clock } from '../ports.ts';
import { guarded } from '../reads/guarded.ts';
import type { ChainState, SealedGroup } from '../seal.ts';
import { sealCheckpoint, type StoredCheckpoint } from '../seal-checkpoint.ts';
import { createSignerMemory, type SignerMemory } from '../signer-memory.ts';
import { signerSourceOf, type SignerSource } from '../signer-source.ts';
import type { Signer } from '../signer.ts';
import { readHead } from '../store/chain-reader.ts';
import { readNewestCheckpoint } from '../store/checkpoint-reader.ts';
import { createAppendStore } from '../store/create-append-store.ts';
import type { Database } from '../store/database.ts';

/** The newest checkpoint of a tenant's chain; null when there is none. @throws AuditError `store_unavailable`. */
export function readCheckpoint({ knex }: Database, tenant: string): Promise<StoredCheckpoint | null> {
  return guarded(() => readNewestCheckpoint(knex, tenant));
}

export interface CheckpointDeps {
  readonly database: Database;
  readonly signer: Signer | SignerSource;
  /** Where each chain stood, kept outside the database. Default: nothing is remembered. */
  readonly memory?: SignerMemory;
  readonly clock: Clock;
}

/**
 * Checkpoints a chain at its present size and returns that checkpoint: the stored one when the size has one already.
 * Null for a tenant without rows.
 * @throws AuditError `store_unavailable`, `signing_failed`, `key_mismatch`, `rolled_back`; `store_corrupt` when the chain is shorter than its newest
 * checkpoint, since a second tree of one size must never be signed.
 */
export function createCheckpointNow(deps: CheckpointDeps, tenant: string): Promise<StoredCheckpoint | null> {
  return guarded(async () => {
    const { database, signer, memory = createSignerMemory(), clock } = deps;
    const head = await readHead(database.knex, tenant);
    if (head === null) return null;
    const store = createAppendStore(database);
    const signers = signerSourceOf(signer);
    const chains = createChainAccess({ store, signers, memory, clock, newOrigin: () => head.origin });
    await chains.write({ tenant }, (state, chainSigner) => sealNow(chainSigner, state, clock.now()));
    return readNewestCheckpoint(database.knex, tenant);
  });
}

function sealNow(signer: Signer, { head, frontier, lastCheckpoint }: ChainState, now: number): SealedGroup {
  const nothing = { rows: [], contents: [], appended: [], head };
  const covered = lastCheckpoint?.size ?? 0;
  if (covered > head.size) {
    throw new AuditError(
      'store_corrupt',
      'The chain is shorter than its newest checkpoint: the store was set back. Run verify.',
    );
  }
  if (covered === head.size) return { ...nothing, checkpoint: null };
  const time = Math.max(now, head.received_at);
  return { ...nothing, checkpoint: sealCheckpoint(signer, head, frontier, time) };
}
