// Where the walk of each mode begins, and what it takes as given there.
import type { Knex } from 'knex';
import { envelopeOf, isBodyWhole, isDetachedWhole, isEnvelopeWhole } from '../chain/check-row.ts';
import { parseFrontier } from '../chain/frontier-text.ts';
import { EMPTY_FRONTIER, type Frontier } from '../chain/merkle.ts';
import type { RememberedHead } from '../chain/outside-heads.ts';
import type { SegmentEdge } from '../chain/segment.ts';
import type { VerifyMode } from '../chain/verdict.ts';
import { AuditError } from '../errors.ts';
import { isDetached } from '../chain/stored-row.ts';
import { readFrontier } from '../store/checkpoint-reader.ts';
import { readWalked } from '../store/walked-rows.ts';
import type { OpenChain } from './open-chain.ts';

export interface WalkPlan {
  readonly from: number;
  /** the row before the first */
  readonly edge: SegmentEdge | null;
  /** the tree of the rows before; null where it is not recomputed */
  readonly tree: Frontier | null;
}

/** Rows that mode `quick` checks. */
export const QUICK_ROWS = 1000;

const WHOLE: WalkPlan = { from: 1, edge: null, tree: EMPTY_FRONTIER };

/** @param base the head that an incremental walk goes on from; the whole chain is walked where it does not hold. */
export async function planWalk(
  knex: Knex,
  mode: VerifyMode,
  chain: OpenChain,
  base: RememberedHead | undefined,
): Promise<WalkPlan> {
  if (mode === 'quick') return planQuick(knex, chain);
  if (mode === 'incremental' && base !== undefined) return (await planFrom(knex, chain, base)) ?? WHOLE;
  return WHOLE;
}

async function planQuick(knex: Knex, { tenant, newest }: OpenChain): Promise<WalkPlan> {
  const from = Math.max(1, newest - QUICK_ROWS + 1);
  return { from, edge: (await readEdge(knex, tenant, from - 1))?.edge ?? null, tree: null };
}

/** Null where the chain is not the one that the head is of: then nothing is taken as given. */
async function planFrom(knex: Knex, chain: OpenChain, base: RememberedHead): Promise<WalkPlan | null> {
  const { tenant, head, newest } = chain;
  const isOther = base.origin !== undefined && base.origin !== head?.origin;
  if (head === null || isOther || base.size > newest || base.size < 1) return null;
  const found = await readEdge(knex, tenant, base.size, head.origin);
  if (found === null || !found.isWhole) return null;
  if (base.hash !== undefined && base.hash !== found.edge.row_hash) return null;
  const tree = await frontierOf(knex, tenant, base);
  return tree === null ? null : { from: base.size + 1, edge: found.edge, tree };
}

interface FoundEdge {
  readonly edge: SegmentEdge;
  /** the row's columns are those of its hash */
  readonly isWhole: boolean;
}

async function readEdge(knex: Knex, tenant: string, seq: number, origin = ''): Promise<FoundEdge | null> {
  const row = await readWalked(knex, tenant, seq);
  if (row === null) return null;
  const { received_at, prev_hash, row_hash } = row;
  const isWhole = isDetached(row)
    ? isDetachedWhole(row, origin)
    : isBodyWhole(row) && isEnvelopeWhole(row, envelopeOf(row, origin));
  return { edge: { seq, received_at, prev_hash, row_hash }, isWhole };
}

async function frontierOf(
  knex: Knex,
  tenant: string,
  { size, frontier }: RememberedHead,
): Promise<Frontier | null> {
  const remembered = frontier === undefined ? null : parseFrontier(frontier);
  if (remembered?.size === size) return remembered;
  try {
    return await readFrontier(knex, tenant, { start: 0, end: size });
  } catch (error) {
    // Rows before are missing: the walk of the whole chain says which.
    if (error instanceof AuditError && error.code === 'store_corrupt') return null;
    throw error;
  }
}
