// Holds the chain of today against the tree that this browser remembers: the agent proves that the one grew out of the
// other, and the browser checks the proof.
import { ApiError } from '../api/api-error.ts';
import { bodyOf, type ApiClient } from '../api/client.ts';
import type { ChainState, Checkpoint } from '../api/types.ts';
import { askWorker } from './ask-worker.ts';
import type { Pin, RememberedTree } from './memory.ts';

export type GrowthVerdict =
  | { readonly kind: 'same' | 'grown'; readonly size: number }
  /** a contradiction */
  | { readonly kind: 'rewritten'; readonly size: number }
  /** it has grown, by a checkpoint that nobody signed who is trusted here */
  | { readonly kind: 'unsigned'; readonly size: number }
  /** the agent would not or could not prove it */
  | { readonly kind: 'unproven'; readonly why: string };

interface Remembered {
  readonly tree: RememberedTree;
  readonly pin: Pin | null;
}

/** For a chain of the same name with as many rows or more. Throws ApiError where it cannot be told now. */
export async function growthOf(
  api: ApiClient,
  chain: ChainState,
  { tree, pin }: Remembered,
  signal: AbortSignal,
): Promise<GrowthVerdict> {
  try {
    const newest = await newestCheckpoint(api, chain, tree, signal);
    if (newest.size < tree.size)
      return {
        kind: 'unproven',
        why: 'The checkpoint that this browser saw is gone, and there is no newer one.',
      };
    const path = newest.size === tree.size ? [] : await pathOf(api, tree.size, newest.size, signal);
    const question = { older: tree.note, newer: newest.note, path, candidates: candidatesOf(chain, pin) };
    const { growth, signedBy } = await askWorker('growth', question, { signal });
    if (growth === 'other') return { kind: 'rewritten', size: newest.size };
    return { kind: isTrusted(signedBy, pin) ? growth : 'unsigned', size: newest.size };
  } catch (error) {
    if (isRefusal(error)) return { kind: 'unproven', why: error.message };
    throw error;
  }
}

function candidatesOf({ keys }: ChainState, pin: Pin | null): string[] {
  const named = keys.flatMap(({ public_key: key }) => (key === null ? [] : [key]));
  return [...new Set([...(pin === null ? [] : [pin.key]), ...named])];
}

/** Without a pin the keys that the agent names have to do. */
function isTrusted(signedBy: readonly string[], pin: Pin | null): boolean {
  return signedBy.some((id) => pin === null || id === pin.id || pin.followed.includes(id));
}

async function newestCheckpoint(
  api: ApiClient,
  { checkpoint }: ChainState,
  tree: RememberedTree,
  signal: AbortSignal,
): Promise<Checkpoint> {
  if (checkpoint !== null && checkpoint.size >= tree.size) return checkpoint;
  const params = { query: { fresh: 'true' } } as const;
  return bodyOf(api.GET('/api/v1/audit/checkpoint', { params, signal }));
}

async function pathOf(
  api: ApiClient,
  from: number,
  to: number,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const params = { query: { from, to } };
  return (await bodyOf(api.GET('/api/v1/audit/proof/consistency', { params, signal }))).path;
}

/** Busy, away or logged out passes; anything else is an agent that does not prove what it should. */
function isRefusal(error: unknown): error is ApiError {
  return error instanceof ApiError && ![0, 401, 403, 429, 503].includes(error.status);
}
