// Merkle proofs of one chain, recomputed from row hashes: no inner node is stored.
import { consistencyRanges, inclusionRanges, type LeafRange } from '../chain/merkle-proof.ts';
import { AuditError } from '../errors.ts';
import { guarded } from '../reads/guarded.ts';
import { readHead } from '../store/chain-reader.ts';
import { readCovering, readRoot } from '../store/checkpoint-reader.ts';
import type { Database } from '../store/database.ts';
import { formatTlogProof, type ProvenLeaf } from './tlog-proof.ts';

/** Proves one row a leaf of the tree of a size. All digests base64, 32 bytes. */
export interface InclusionProof extends ProvenLeaf {
  readonly size: number;
  readonly leaf: string;
  readonly root: string;
}

/** Proves the tree of the smaller size a prefix of the larger. All digests base64, 32 bytes. */
export interface ConsistencyProof {
  readonly from: number;
  readonly to: number;
  readonly fromRoot: string;
  readonly toRoot: string;
  readonly path: readonly string[];
}

/**
 * RFC 9162 section 2.1.3. Reads `size` row hashes.
 * @param size rows of the tree, default all there are.
 * @throws AuditError `out_of_range` unless `1 <= seq <= size <= rows`, `store_corrupt`, `store_unavailable`.
 */
export function inclusionProof(
  database: Database,
  tenant: string,
  seq: number,
  size?: number,
): Promise<InclusionProof> {
  return guarded(async () => {
    const of = size ?? (await rowsOf(database, tenant));
    await assertWithin(database, tenant, seq, of);
    const index = seq - 1;
    const [leaf = '', root = '', ...path] = await rootsOf(database, tenant, [
      { start: index, end: seq },
      { start: 0, end: of },
      ...inclusionRanges(index, of),
    ]);
    return { index, size: of, leaf, root, path };
  });
}

/**
 * RFC 9162 section 2.1.4. Reads `to` row hashes.
 * @throws AuditError `out_of_range` unless `1 <= from <= to <= rows`, `store_corrupt`, `store_unavailable`.
 */
export function consistencyProof(
  database: Database,
  tenant: string,
  from: number,
  to: number,
): Promise<ConsistencyProof> {
  return guarded(async () => {
    await assertWithin(database, tenant, from, to);
    const [fromRoot = '', toRoot = '', ...path] = await rootsOf(database, tenant, [
      { start: 0, end: from },
      { start: 0, end: to },
      ...consistencyRanges(from, to),
    ]);
    return { from, to, fromRoot, toRoot, path };
  });
}

/**
 * One row's proof to the first checkpoint that covers it, as a C2SP tlog-proof; null while no checkpoint does.
 * @throws AuditError as `inclusionProof`.
 */
export function readTlogProof(database: Database, tenant: string, seq: number): Promise<string | null> {
  return guarded(async () => {
    await assertWithin(database, tenant, seq, seq);
    const checkpoint = await readCovering(database.knex, tenant, seq);
    if (checkpoint === null) return null;
    return formatTlogProof(await inclusionProof(database, tenant, seq, checkpoint.size), checkpoint.note);
  });
}

async function rowsOf({ knex }: Database, tenant: string): Promise<number> {
  return (await readHead(knex, tenant))?.size ?? 0;
}

async function assertWithin(database: Database, tenant: string, from: number, to: number): Promise<void> {
  const isOrdered = Number.isSafeInteger(from) && Number.isSafeInteger(to) && from >= 1 && from <= to;
  if (isOrdered && to <= (await rowsOf(database, tenant))) return;
  throw new AuditError('out_of_range', 'The chain has no such rows. Ask for rows from 1 to its size.');
}

async function rootsOf({ knex }: Database, tenant: string, ranges: readonly LeafRange[]): Promise<string[]> {
  const roots: string[] = [];
  for (const range of ranges) roots.push(Buffer.from(await readRoot(knex, tenant, range)).toString('base64'));
  return roots;
}
