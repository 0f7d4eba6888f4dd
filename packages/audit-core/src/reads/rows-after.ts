// Rows of one chain in the order they were written: for who follows a chain from where he left off.
import type { Database } from '../store/database.ts';
import { decisionRecord, type DecisionRecord, type RowWithContent } from './decision.ts';
import { rowsWithContent } from './decisions.ts';
import { guarded } from './guarded.ts';

export interface ChainRow extends DecisionRecord {
  /** client time, Unix nanoseconds, decimal digits */
  readonly occurred_at_ns: string;
}

/**
 * The rows after `seq`, oldest first. A chain has no holes and no late comers: its rows become visible in the order of
 * `seq`, so whoever remembers the last one misses none. Erased content is null. Throws AuditError `store_unavailable`.
 */
export function readRowsAfter(
  { knex }: Database,
  tenant: string,
  seq: number,
  limit: number,
): Promise<ChainRow[]> {
  return guarded(async () => {
    const rows = (await rowsWithContent(knex)
      .where('audit_logs.tenant', tenant)
      .where('audit_logs.seq', '>', seq)
      .orderBy('audit_logs.seq')
      .limit(limit)) as RowWithContent[];
    return rows.map((row) => ({ ...decisionRecord(row), occurred_at_ns: row.occurred_at }));
  });
}

/** How many rows each chain has, by tenant. Throws AuditError `store_unavailable`. */
export function readChainSizes({ knex }: Database): Promise<ReadonlyMap<string, number>> {
  return guarded(async () => {
    const heads = await knex('chain_heads').select<{ tenant: string; size: number }[]>('tenant', 'size');
    return new Map(heads.map(({ tenant, size }) => [tenant, size]));
  });
}
