// Whether the rollups of a chain hold all of its rows. They fall behind where an older version writes beside this one.
import type { Knex } from 'knex';
import { GENESIS_HASH } from '../hash.ts';
import type { ChainHead } from '../seal.ts';

export interface StoredHead extends ChainHead {
  /** rows that the rollups hold; null for none */
  readonly rolled: number | null;
}

export function isRolled({ size, rolled }: Pick<StoredHead, 'size' | 'rolled'>): boolean {
  return (rolled ?? 0) === size;
}

/** Of an UPDATE of `chain_heads`: goes on with the head where it was in step with it. The new size and END follow. */
export const MOVE_ROLLED = 'rolled = CASE WHEN coalesce(rolled, 0) <> size THEN rolled ELSE';

/** True for a tenant without a chain as well: it has no rows either. */
export async function readIsRolled(knex: Knex, tenant: string): Promise<boolean> {
  const head = await knex<StoredHead>('chain_heads').where({ tenant }).first('size', 'rolled');
  return head === undefined || isRolled(head);
}

/** Every row moves the head: while it stands, nothing that was read with it has changed. */
export function isStill(head: ChainHead | undefined, { origin, size, head_hash }: ChainHead): boolean {
  return head?.size === size && head.head_hash === head_hash && head.origin === origin;
}

/** Of a tenant without rows. */
export function newHead(tenant: string, origin: string): StoredHead {
  const none = { frontier: null, key_id: null, rolled: null };
  return { tenant, origin, size: 0, head_hash: GENESIS_HASH, received_at: 0, ...none };
}
