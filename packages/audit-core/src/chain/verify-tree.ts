// Grows the tree while the rows are walked and holds it against the head's frontier and every stored checkpoint.
import type { ChainHead } from '../seal.ts';
import type { StoredCheckpoint } from '../seal-checkpoint.ts';
import type { SignatureVerifier } from '../verify-signature.ts';
import { checkCheckpoint } from './check-checkpoint.ts';
import { formatFrontier, parseFrontier } from './frontier-text.ts';
import { EMPTY_FRONTIER, extendFrontier, frontierRoot, type Frontier } from './merkle.ts';
import type { Break } from './verdict.ts';

export interface VerifyTreeInput {
  readonly head: ChainHead | null;
  readonly keys: ReadonlyMap<string, SignatureVerifier>;
}

export interface TreeWalk {
  /** The next row found. After a gap there is no tree to compare with: the missing rows are the finding. */
  leaf(seq: number, rowHash: string): void;
  /** A checkpoint; its root is compared when the walk is at its size. True when it is whole in itself. */
  checkpoint(stored: StoredCheckpoint): boolean;
  breaks(): readonly Break[];
}

export function createTreeWalk({ head, keys }: VerifyTreeInput): TreeWalk {
  const kept = keptFrontier(head);
  const breaks: Break[] = [...kept.breaks];
  let tree: Frontier | null = EMPTY_FRONTIER;
  // Once the tree differs every later root does: one range names them all.
  let differing: Break | null = null;

  const leaf = (seq: number, rowHash: string): void => {
    if (tree === null || seq !== tree.size + 1) return void (tree = null);
    tree = extendFrontier(tree, [Buffer.from(rowHash, 'base64')]);
    if (seq === kept.size && formatFrontier(tree) !== head?.frontier)
      breaks.push(rootBreak(seq, 'the frontier of the head is not that of the rows'));
  };
  const checkpoint = (stored: StoredCheckpoint): boolean => {
    const { size } = stored;
    const detail = checkCheckpoint(stored, head?.origin ?? null, keys);
    if (detail !== null) breaks.push(rootBreak(size, detail));
    else if (tree?.size === size && rootOf(tree) !== stored.root)
      differing = { ...(differing ?? rootBreak(size, ROWS_DIFFER)), through: size };
    return detail === null;
  };
  return { leaf, checkpoint, breaks: () => (differing === null ? breaks : [...breaks, differing]) };
}

const ROWS_DIFFER = 'the rows are not those that a checkpoint signed';

// A frontier behind its head is honest (an older version wrote the last rows); one beyond it is not.
function keptFrontier(head: ChainHead | null): { readonly size: number; readonly breaks: readonly Break[] } {
  if (head === null || head.frontier === null) return { size: 0, breaks: [] };
  const frontier = parseFrontier(head.frontier);
  if (frontier !== null && frontier.size <= head.size) return { size: frontier.size, breaks: [] };
  const damaged = rootBreak(frontier?.size ?? head.size, 'the frontier of the head is damaged');
  return { size: 0, breaks: [damaged] };
}

function rootBreak(seq: number, detail: string): Break {
  return { seq, through: seq, kind: 'root', detail };
}

function rootOf(tree: Frontier): string {
  return Buffer.from(frontierRoot(tree)).toString('base64');
}
