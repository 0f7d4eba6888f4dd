// Roots of any subtree of one tree after a single pass over its leaves: perfect subtrees of whole chunks are kept, the
// inside of a chunk is read again when it is asked for. Memory is 64 bytes for each 1024 rows.
import { nodeHash } from '../../chain/merkle.ts';
import { splitPoint, type LeafRange } from '../../chain/merkle-proof.ts';

/** Leaf hashes of a range, in order. @throws when some are missing. */
export type ReadLeaves = (range: LeafRange) => Promise<readonly Uint8Array[]>;

export interface SubtreeRoots {
  /** Root over a range that is a node of the tree. */
  rootOf(range: LeafRange): Promise<Uint8Array>;
}

const CHUNK = 1024;

/** Reads every leaf of a tree once. Needs `size >= 1`. */
export async function readSubtreeRoots(readLeaves: ReadLeaves, size: number): Promise<SubtreeRoots> {
  const chunks: Uint8Array[] = [];
  for (let start = 0; start + CHUNK <= size; start += CHUNK) {
    const top = levelsOf(await readLeaves({ start, end: start + CHUNK })).at(-1)?.[0];
    if (top !== undefined) chunks.push(top);
  }
  const upper = levelsOf(chunks);
  const chunkLevels = createChunkCache(readLeaves, size);

  const rootOf = async ({ start, end }: LeafRange): Promise<Uint8Array> => {
    const found = perfect(upper, start / CHUNK, (end - start) / CHUNK) ?? (await withinChunk({ start, end }));
    if (found !== undefined) return found;
    const middle = start + splitPoint(end - start);
    return nodeHash(await rootOf({ start, end: middle }), await rootOf({ start: middle, end }));
  };
  const withinChunk = async ({ start, end }: LeafRange): Promise<Uint8Array | undefined> => {
    const chunk = Math.floor(start / CHUNK);
    if (end > (chunk + 1) * CHUNK) return undefined;
    return perfect(await chunkLevels(chunk), start - chunk * CHUNK, end - start);
  };
  return { rootOf };
}

// Proofs are asked for in the order of rows: the chunk of the last one is the chunk of the next.
function createChunkCache(readLeaves: ReadLeaves, size: number) {
  let kept: { readonly chunk: number; readonly levels: Levels } | undefined;
  return async (chunk: number): Promise<Levels> => {
    if (kept?.chunk === chunk) return kept.levels;
    const start = chunk * CHUNK;
    const levels = levelsOf(await readLeaves({ start, end: Math.min(start + CHUNK, size) }));
    kept = { chunk, levels };
    return levels;
  };
}

/** Nodes by height: level 0 is what was given, and each level above holds the nodes with two children. */
type Levels = readonly (readonly Uint8Array[])[];

function levelsOf(nodes: readonly Uint8Array[]): Levels {
  const levels = [nodes];
  for (let below = nodes; below.length > 1;) {
    const above: Uint8Array[] = [];
    for (const [index, left] of below.entries()) {
      const right = index % 2 === 0 ? below[index + 1] : undefined;
      if (right !== undefined) above.push(nodeHash(left, right));
    }
    levels.push(above);
    below = above;
  }
  return levels;
}

/** Undefined unless the range is a whole node of the levels. */
function perfect(levels: Levels, start: number, length: number): Uint8Array | undefined {
  const height = Math.log2(length);
  return Number.isInteger(height) ? levels[height]?.[start / length] : undefined;
}
