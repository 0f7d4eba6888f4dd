// The gate of every proof: what is remembered between proofs makes them fast and is never believed. A proof goes out when
// it holds, when the rows behind what was remembered are still there, and when it agrees with the newest checkpoint.
import { AuditError } from '../errors.ts';
import type { ChainHead } from '../seal.ts';
import { readNewestCheckpoint } from '../store/checkpoint-reader.ts';
import type { Database } from '../store/database.ts';
import { isAnchored, type Proven } from './prove.ts';
import type { SubtreeCache } from './subtree-cache.ts';
import { createTreeReader, type TreeReader } from './tree-reader.ts';

export interface CheckedProofDeps {
  readonly database: Database;
  readonly subtrees: SubtreeCache;
}

type Prove<T> = (tree: TreeReader) => Promise<Proven<T> | null>;

/** @throws AuditError `store_corrupt` when the rows themselves do not agree with what was signed. */
export async function checkedProof<T>(deps: CheckedProofDeps, head: ChainHead, prove: Prove<T>): Promise<T> {
  const remembered = await attempt(deps, head, prove);
  if (remembered !== null) return remembered;
  // What was remembered may be of rows that are no longer there. Then once more, from the rows alone.
  deps.subtrees.forget(head.tenant, head.origin);
  const proof = await attempt(deps, head, prove);
  if (proof !== null) return proof;
  throw new AuditError(
    'store_corrupt',
    'The rows do not give the root that a checkpoint signed. Run verify, then restore the store.',
  );
}

async function attempt<T>(
  { database: { knex }, subtrees }: CheckedProofDeps,
  head: ChainHead,
  prove: Prove<T>,
): Promise<T | null> {
  const { tenant, origin, size } = head;
  const { tileRows } = subtrees;
  const tree = createTreeReader({ knex, tenant, size, tileRows, subtrees: subtrees.of(tenant, origin) });
  const proven = await prove(tree);
  if (proven === null) return null;
  const checkpoint = await readNewestCheckpoint(knex, tenant, size);
  const agrees = checkpoint === null || (await isAnchored(tree, proven, checkpoint));
  return agrees && (await tree.isCurrent()) ? proven.proof : null;
}
