// The newest checkpoint that a report can name: compared with the rows, or in mode `quick` whole by itself.
import { breakAt, type Break } from '../chain/breaks.ts';
import { checkCheckpoint } from '../chain/check-checkpoint.ts';
import { keptFrontier } from '../chain/compare-roots.ts';
import { readNewestCheckpoint } from '../store/checkpoint-reader.ts';
import type { ReadDeps } from './open-chain.ts';
import type { WalkedChain } from './walked-chain.ts';

export interface NewestCheckpoint {
  readonly found: { readonly size: number; readonly root: string } | null;
  readonly breaks: readonly Break[];
}

export async function newestCheckpoint(deps: ReadDeps, walked: WalkedChain): Promise<NewestCheckpoint> {
  const { chain, context, merged, question, plan } = walked;
  const compared = merged.checkpoint;
  if (compared !== null) return { found: { size: compared.size, root: compared.root }, breaks: [] };
  const isBehind = question.mode === 'incremental' && plan.from > 1;
  if (question.mode !== 'quick' && !isBehind) return { found: null, breaks: [] };
  const stored = await readNewestCheckpoint(deps.knex, chain.tenant, chain.newest);
  if (stored === null) return { found: null, breaks: [] };
  const { size, root } = stored;
  const kept = keptFrontier(chain.head);
  const differs = kept.size === size && kept.root !== root;
  const detail =
    checkCheckpoint(stored, context, deps.verifierOf) ??
    (differs ? 'the frontier of the head is not that of the newest checkpoint' : null);
  if (detail !== null) return { found: null, breaks: [breakAt(size, 'root', detail)] };
  return { found: { size, root }, breaks: [] };
}
