// Holds the rows of a session against the tree: the newest checkpoint signs the row hashes of the whole chain at once.
import { breakAt, type Break } from '../chain/breaks.ts';
import { checkCheckpoint } from '../chain/check-checkpoint.ts';
import { periodsOfSize } from '../chain/key-schedule.ts';
import { frontierRoot } from '../chain/merkle.ts';
import type { StoredRow } from '../chain/stored-row.ts';
import { AuditError } from '../errors.ts';
import type { StoredCheckpoint } from '../seal-checkpoint.ts';
import { readFrontier, readNewestCheckpoint } from '../store/checkpoint-reader.ts';
import type { OpenChain, ReadDeps } from './open-chain.ts';

export interface SessionTree {
  /** whole, and its root is that of the chain's row hashes; null without one */
  readonly checkpoint: { readonly size: number; readonly root: string } | null;
  /** period of the checkpoint's key, and its size */
  readonly signedThrough: ReadonlyMap<number, number>;
  readonly breaks: readonly Break[];
}

const NONE: SessionTree = { checkpoint: null, signedThrough: new Map(), breaks: [] };

/** One pass over the row hashes proves every row a leaf: a proof for each would read them again. */
export async function sessionTree(
  { knex, pinned, verifierOf }: ReadDeps,
  { tenant, head, newest, administration }: OpenChain,
  last: Pick<StoredRow, 'seq'> | null,
): Promise<SessionTree> {
  const stored = last === null ? null : await readNewestCheckpoint(knex, tenant, newest);
  if (stored === null) return NONE;
  const schedule = pinned.size === 0 ? null : administration.schedule;
  const detail = checkCheckpoint(stored, { origin: head?.origin ?? null, schedule }, verifierOf);
  if (detail !== null) return { ...NONE, breaks: [breakAt(stored.size, 'root', detail)] };
  const { size, root } = stored;
  const found = await rootOrNull(knex, tenant, size);
  if (found === null) return { ...NONE, breaks: [breakAt(size, 'seq', 'rows of the chain are missing')] };
  const differs = 'the rows are not those that a checkpoint signed';
  if (found !== root) return { ...NONE, breaks: [breakAt(size, 'root', differs)] };
  return { checkpoint: { size, root }, signedThrough: signedBy(stored, administration), breaks: [] };
}

function signedBy(
  { size, key_id }: StoredCheckpoint,
  { schedule }: OpenChain['administration'],
): Map<number, number> {
  const period = periodsOfSize(schedule, size).find(({ keyId }) => keyId === key_id);
  return new Map(period === undefined ? [] : [[schedule.periods.indexOf(period), size]]);
}

async function rootOrNull(knex: ReadDeps['knex'], tenant: string, size: number): Promise<string | null> {
  try {
    const frontier = await readFrontier(knex, tenant, { start: 0, end: size });
    return Buffer.from(frontierRoot(frontier)).toString('base64');
  } catch (error) {
    if (error instanceof AuditError && error.code === 'store_corrupt') return null;
    throw error;
  }
}
