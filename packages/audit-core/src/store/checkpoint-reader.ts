// Reads checkpoints, and frontiers over row hashes.
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Knex } from 'knex';
import { EMPTY_FRONTIER, type Frontier } from '../chain/merkle.ts';
import type { LeafRange } from '../chain/merkle-proof.ts';
import type { StoredCheckpoint } from '../seal-checkpoint.ts';
import { leavesOf } from './leaves.ts';
import { CATCH_UP_ROWS, catchUp } from './frontier-of-head.ts';

const PAGE_CHECKPOINTS = 1000;

/** @param through of at most this many rows; by default the newest there is. */
export async function readNewestCheckpoint(
  knex: Knex,
  tenant: string,
  through = Infinity,
): Promise<StoredCheckpoint | null> {
  const query = knex<StoredCheckpoint>('checkpoints').where({ tenant });
  if (Number.isFinite(through)) void query.where('size', '<=', through);
  return (await query.orderBy('size', 'desc').first()) ?? null;
}

/** The first checkpoint that covers a row. */
export async function readCovering(
  knex: Knex,
  tenant: string,
  seq: number,
): Promise<StoredCheckpoint | null> {
  const query = knex<StoredCheckpoint>('checkpoints').where({ tenant }).where('size', '>=', seq);
  return (await query.orderBy('size').first()) ?? null;
}

export async function readCheckpointAt(
  knex: Knex,
  tenant: string,
  size: number,
): Promise<StoredCheckpoint | null> {
  return (await knex<StoredCheckpoint>('checkpoints').where({ tenant, size }).first()) ?? null;
}

/** Checkpoints of `after < size <= through` in order of size, a page at a time. */
export async function* readCheckpoints(
  knex: Knex,
  tenant: string,
  after: number,
  through: number,
): AsyncGenerator<StoredCheckpoint> {
  let last = after;
  for (;;) {
    const query = knex<StoredCheckpoint>('checkpoints').where({ tenant }).orderBy('size');
    if (Number.isFinite(last)) void query.where('size', '>', last);
    if (Number.isFinite(through)) void query.where('size', '<=', through);
    const page = await query.limit(PAGE_CHECKPOINTS);
    yield* page;
    const newest = page.at(-1);
    if (newest === undefined || page.length < PAGE_CHECKPOINTS) return;
    last = newest.size;
  }
}

/** Frontier over the row hashes of a range of leaves. @throws AuditError `store_corrupt` when rows are missing. */
export async function readFrontier(knex: Knex, tenant: string, { start, end }: LeafRange): Promise<Frontier> {
  let frontier: Frontier = EMPTY_FRONTIER;
  for (let after = start; after < end; after += CATCH_UP_ROWS) {
    await nextTurn();
    const through = Math.min(after + CATCH_UP_ROWS, end);
    const query = leavesOf(knex, tenant).where('seq', '>', after).where('seq', '<=', through);
    const rowHashes = await query.orderBy('seq').pluck<string[]>('row_hash');
    frontier = catchUp(frontier, rowHashes, through - after);
  }
  return frontier;
}
