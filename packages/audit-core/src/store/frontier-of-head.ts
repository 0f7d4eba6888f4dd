// Reads the frontier that a head keeps, and says what it does not cover yet.
import { parseFrontier } from '../chain/frontier-text.ts';
import { EMPTY_FRONTIER, extendFrontier, type Frontier } from '../chain/merkle.ts';
import { AuditError } from '../errors.ts';
import type { ChainHead } from '../seal.ts';

/** Row hashes read at once where a frontier has to catch up. */
export const CATCH_UP_ROWS = 10_000;

/**
 * The frontier of a head. It may lie behind the head's size: there is none before migration 0002, and an older
 * version that still runs beside this one moves the head without it.
 * @throws AuditError `store_corrupt`; a tree that is known to be wrong is never signed.
 */
export function frontierOf({ frontier, size }: ChainHead): Frontier {
  if (frontier === null) return EMPTY_FRONTIER;
  const parsed = parseFrontier(frontier);
  if (parsed === null || parsed.size > size) throw corrupt('The Merkle frontier of a chain is damaged.');
  return parsed;
}

/** @throws AuditError `store_corrupt` when rows are missing: a tree without them is another tree. */
export function catchUp(frontier: Frontier, rowHashes: readonly string[], expected: number): Frontier {
  if (rowHashes.length !== expected) throw corrupt('Rows of a chain are missing.');
  return extendFrontier(
    frontier,
    rowHashes.map((rowHash) => Buffer.from(rowHash, 'base64')),
  );
}

function corrupt(what: string): AuditError {
  return new AuditError('store_corrupt', `${what} Run verify, then restore the store.`);
}
