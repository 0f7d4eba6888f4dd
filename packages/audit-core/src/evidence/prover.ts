// Proves rows and trees of a chain. One prover serves a process: what it remembers makes every proof after the first fast.
import { AuditError } from '../errors.ts';
import { guarded } from '../reads/guarded.ts';
import type { ChainHead } from '../seal.ts';
import type { StoredCheckpoint } from '../seal-checkpoint.ts';
import { readHead } from '../store/chain-reader.ts';
import { readCheckpointAt, readCovering } from '../store/checkpoint-reader.ts';
import type { Database } from '../store/database.ts';
import { checkedProof } from './checked-proof.ts';
import {
  proveConsistency,
  proveInclusion,
  statesRoot,
  type ConsistencyProof,
  type InclusionProof,
} from './prove.ts';
import { createSubtreeCache, type SubtreeCache } from './subtree-cache.ts';
import { formatTlogProof } from './tlog-proof.ts';

/** A row's proof to a checkpoint. */
export interface CoveredRow {
  readonly proof: InclusionProof;
  readonly checkpoint: StoredCheckpoint;
  /** both as a C2SP tlog-proof */
  readonly text: string;
}

/**
 * All reject with AuditError `out_of_range` for rows that the chain does not have (the message names the bound),
 * `store_corrupt` where the rows do not agree with the newest checkpoint, `store_unavailable`.
 */
export interface Prover {
  /** RFC 9162 section 2.1.3. Needs `1 <= seq <= size <= rows`; `size` is by default all rows there are. */
  inclusion(tenant: string, seq: number, size?: number): Promise<InclusionProof>;
  /** RFC 9162 section 2.1.4. Needs `1 <= from <= to <= rows`. */
  consistency(tenant: string, from: number, to: number): Promise<ConsistencyProof>;
  /** To the checkpoint of that size, by default to the first that covers the row; null where there is none. */
  covering(tenant: string, seq: number, size?: number): Promise<CoveredRow | null>;
}

export interface ProverDeps {
  readonly database: Database;
  /** default: a new one */
  readonly subtrees?: SubtreeCache;
}

export function createProver({ database, subtrees = createSubtreeCache() }: ProverDeps): Prover {
  const deps = { database, subtrees };
  const inclusion: Prover['inclusion'] = (tenant, seq, size) =>
    guarded(async () => {
      const head = await headOver(database, tenant, seq, size);
      return checkedProof(deps, head, (tree) => proveInclusion(tree, seq, size ?? head.size));
    });
  return {
    inclusion,
    consistency: (tenant, from, to) =>
      guarded(async () => {
        const head = await headOver(database, tenant, from, to);
        return checkedProof(deps, head, (tree) => proveConsistency(tree, from, to));
      }),
    covering: (tenant, seq, size) =>
      guarded(async () => {
        await headOver(database, tenant, seq, size);
        const checkpoint = await checkpointOver(database, tenant, seq, size);
        return checkpoint && coveredRow(await inclusion(tenant, seq, checkpoint.size), checkpoint);
      }),
  };
}

function checkpointOver({ knex }: Database, tenant: string, seq: number, size: number | undefined) {
  return size === undefined ? readCovering(knex, tenant, seq) : readCheckpointAt(knex, tenant, size);
}

function coveredRow(proof: InclusionProof, checkpoint: StoredCheckpoint): CoveredRow {
  const { note } = checkpoint;
  if (statesRoot(checkpoint, proof.size, proof.root))
    return { proof, checkpoint, text: formatTlogProof(proof, note) };
  throw new AuditError('store_corrupt', 'A checkpoint does not state the root of its rows. Run verify.');
}

async function headOver(
  { knex }: Database,
  tenant: string,
  from: number,
  to: number | undefined,
): Promise<ChainHead> {
  const head = await readHead(knex, tenant);
  if (head === null || head.size === 0) throw new AuditError('out_of_range', 'The chain has no rows yet.');
  const isWithin = [from, to ?? head.size].every((row) => Number.isSafeInteger(row) && row <= head.size);
  if (isWithin && from >= 1 && from <= (to ?? head.size)) return head;
  throw new AuditError(
    'out_of_range',
    `The chain has rows 1 to ${head.size}: ask within them, the smaller number first.`,
  );
}
