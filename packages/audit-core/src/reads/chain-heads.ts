// Where the chains of a store and of its copy stand: what tells whether the copy follows.
import type { Database } from '../store/database.ts';
import { areRowHashes } from '../store/row-hash-reader.ts';
import { guarded } from './guarded.ts';
import type { ChainPosition } from './new-decisions.ts';

interface Head {
  readonly tenant: string;
  readonly size: number;
  readonly hash: string;
}

/** How far every chain has come, by tenant. @throws AuditError `store_unavailable`. */
export function readChainHeads({ knex }: Database): Promise<ReadonlyMap<string, ChainPosition>> {
  return guarded(async () => {
    const heads = await knex('chain_heads').select<Head[]>('tenant', 'size', 'head_hash as hash');
    return new Map(heads.map(({ tenant, size, hash }) => [tenant, { size, hash }]));
  });
}

/** Whether the chain once ended at this position: its row of that number has that hash. @throws AuditError `store_unavailable`. */
export function wasAt({ knex }: Database, tenant: string, { size, hash }: ChainPosition): Promise<boolean> {
  return guarded(() => areRowHashes(knex, tenant, new Map([[size, hash]])));
}
