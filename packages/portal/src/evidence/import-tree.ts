// A checkpoint that somebody kept, taken into the browser's memory: of this chain, and signed by a key that is known.
import type { ChainState } from '../api/types.ts';
import { askWorker } from './ask-worker.ts';
import type { Pin, RememberedTree } from './memory.ts';

interface Context {
  readonly chain: Pick<ChainState, 'origin' | 'keys'>;
  readonly pin: Pin | null;
  /** RFC 3339 */
  readonly at: string;
}

/** A chain that is shorter than the note is no reason to refuse it: that is what it is for. */
export async function importedTree(
  text: string,
  { chain, pin, at }: Context,
): Promise<RememberedTree | { readonly problem: string }> {
  // Text areas end lines as they like, and people copy without the last one.
  const note = `${text.replaceAll('\r\n', '\n').trim()}\n`;
  const named = chain.keys.flatMap(({ public_key: key }) => (key === null ? [] : [key]));
  const candidates = [...new Set([...(pin === null ? [] : [pin.key]), ...named])];
  const tree = await askWorker('note', { note, candidates });
  if (tree === null || tree.size < 1) return { problem: 'This is no checkpoint.' };
  if (chain.origin !== null && tree.origin !== chain.origin)
    return { problem: 'This checkpoint is of another chain.' };
  if (tree.signedBy.length === 0)
    return { problem: 'Neither your key nor a key of this chain signed this checkpoint.' };
  const { origin, size, root } = tree;
  return { note, origin, size, root, at, source: 'imported' };
}
