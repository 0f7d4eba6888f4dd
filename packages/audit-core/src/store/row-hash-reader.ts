// Reads row hashes: the leaves of a chain's Merkle tree.
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Knex } from 'knex';
import type { LeafRange } from '../chain/merkle-proof.ts';
import { AuditError } from '../errors.ts';
import { leavesOf } from './leaves.ts';

/** Base64 row hashes of the leaves `start` to before `end`. @throws AuditError `store_corrupt` when rows are missing. */
export async function readRowHashes(
  knex: Knex,
  tenant: string,
  { start, end }: LeafRange,
): Promise<string[]> {
  // SQLite answers within the same turn: without this, a long run of reads would let no request in.
  await nextTurn();
  const query = leavesOf(knex, tenant).where('seq', '>', start).where('seq', '<=', end);
  const rowHashes = await query.orderBy('seq').pluck<string[]>('row_hash');
  if (rowHashes.length === end - start) return rowHashes;
  throw new AuditError('store_corrupt', 'Rows of a chain are missing. Run verify, then restore the store.');
}

/** Whether each row still has the hash that is given for its seq. */
export async function areRowHashes(
  knex: Knex,
  tenant: string,
  expected: ReadonlyMap<number, string>,
): Promise<boolean> {
  if (expected.size === 0) return true;
  const query = leavesOf(knex, tenant).whereIn('seq', [...expected.keys()]);
  const rows = await query.select('seq', 'row_hash');
  return rows.length === expected.size && rows.every(({ seq, row_hash }) => expected.get(seq) === row_hash);
}
