// Roots of ranges of one chain's tree, from remembered subtrees where there are, from row hashes where there are not.
import type { Knex } from 'knex';
import { merkleRoot, nodeHash } from '../chain/merkle.ts';
import { splitPoint, type LeafRange } from '../chain/merkle-proof.ts';
import { areRowHashes, readRowHashes } from '../store/row-hash-reader.ts';
import { subtreeKey, type ChainSubtrees, type Subtree } from './subtree-cache.ts';

/** Row hashes read at once while subtrees are filled in. */
const FILL_ROWS = 8192;

export interface TreeReaderDeps {
  readonly knex: Knex;
  readonly tenant: string;
  readonly subtrees: ChainSubtrees;
  readonly tileRows: number;
  /** rows of the chain */
  readonly size: number;
}

export interface TreeReader {
  /** Root over a range as proofs name them. @throws AuditError `store_corrupt` when rows are missing. */
  root(range: LeafRange): Promise<Uint8Array>;
  /** Whether every remembered subtree that was used still ends in the row it ended in. */
  isCurrent(): Promise<boolean>;
}

export function createTreeReader(deps: TreeReaderDeps): TreeReader {
  const { knex, tenant, subtrees, tileRows, size } = deps;
  const tiles = new Map<number, readonly Uint8Array[]>();
  const used = new Map<number, string>();

  // Rows are read by whole tiles, since the steps of a proof are neighbours there.
  const leaves = async ({ start, end }: LeafRange): Promise<readonly Uint8Array[]> => {
    const first = start - (start % tileRows);
    const tile = { start: first, end: Math.min(first + tileRows, size) };
    const known = tiles.get(first) ?? (await readRowHashes(knex, tenant, tile)).map(decoded);
    tiles.set(first, known);
    return known.slice(start - first, end - first);
  };
  const perfect = async ({ start, end }: LeafRange): Promise<Uint8Array> => {
    const key = subtreeKey(end - start, start);
    let subtree = subtrees.known.get(key);
    if (subtree === undefined) subtree = await fillIn(deps, { start, end });
    else used.set(end, subtree.last);
    return subtree.root;
  };
  const root = async ({ start, end }: LeafRange): Promise<Uint8Array> => {
    const rows = end - start;
    if (rows < tileRows) return merkleRoot(await leaves({ start, end }));
    const middle = start + splitPoint(rows);
    if (middle - start === end - middle) return perfect({ start, end });
    return nodeHash(await root({ start, end: middle }), await root({ start: middle, end }));
  };
  return { root, isCurrent: () => areRowHashes(knex, tenant, used) };
}

const decoded = (rowHash: string): Uint8Array => Buffer.from(rowHash, 'base64');

/** Makes a subtree and everything under it that is missing. One filling of a chain at a time. */
async function fillIn(deps: TreeReaderDeps, range: LeafRange): Promise<Subtree> {
  const { subtrees } = deps;
  const turn = subtrees.filling.then(() => readTiles(deps, range));
  subtrees.filling = turn.catch(() => undefined);
  await turn;
  return join(deps, range);
}

async function readTiles({ knex, tenant, subtrees, tileRows }: TreeReaderDeps, range: LeafRange) {
  const span = Math.max(tileRows, FILL_ROWS);
  for (let start = range.start; start < range.end; start += span) {
    const end = Math.min(start + span, range.end);
    if (hasTiles(subtrees, { start, end }, tileRows)) continue;
    const rowHashes = await readRowHashes(knex, tenant, { start, end });
    for (let tile = 0; tile < end - start; tile += tileRows) {
      const part = rowHashes.slice(tile, tile + tileRows);
      const subtree = { root: merkleRoot(part.map(decoded)), last: part.at(-1) ?? '' };
      subtrees.known.set(subtreeKey(tileRows, start + tile), subtree);
    }
  }
}

function hasTiles({ known }: ChainSubtrees, { start, end }: LeafRange, tileRows: number): boolean {
  for (let tile = start; tile < end; tile += tileRows)
    if (!known.has(subtreeKey(tileRows, tile))) return false;
  return true;
}

function join(deps: TreeReaderDeps, { start, end }: LeafRange): Subtree {
  const key = subtreeKey(end - start, start);
  const known = deps.subtrees.known.get(key);
  if (known !== undefined) return known;
  if (end - start <= deps.tileRows) throw new RangeError('a tile was not filled in');
  const middle = (start + end) / 2;
  const [left, right] = [join(deps, { start, end: middle }), join(deps, { start: middle, end })];
  const subtree = { root: nodeHash(left.root, right.root), last: right.last };
  deps.subtrees.known.set(key, subtree);
  return subtree;
}
