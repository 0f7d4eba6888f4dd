// Rows of a chain with their content, by their columns.
import type { Knex } from 'knex';
import type { StoredRow, ThereRow } from '../chain/stored-row.ts';
import { ROW_COLUMNS } from '../row.ts';

/** Rows `from` to `through` in seq order, `limit` of them at most. */
export type ChainPage = (
  tenant: string,
  from: number,
  through: number,
  limit: number,
) => Promise<readonly ThereRow[]>;

/** Of `audit_logs` as `l` and `audit_content` as `c`. */
export const STORED_COLUMNS: readonly string[] = [
  ...ROW_COLUMNS.map((column) => `l.${column}`),
  'c.salt as content_salt',
  'c.content as content_text',
];

/** In seq order: for the caller to narrow. */
export function readRows(knex: Knex, tenant: string) {
  return knex('audit_logs as l')
    .leftJoin('audit_content as c', (join) => join.on('c.tenant', 'l.tenant').andOn('c.seq', 'l.seq'))
    .where('l.tenant', tenant)
    .orderBy('l.seq')
    .select<StoredRow[]>(STORED_COLUMNS);
}

export function createChainRows(knex: Knex): ChainPage {
  return async (tenant, from, through, limit) =>
    readRows(knex, tenant).where('l.seq', '>=', from).where('l.seq', '<=', through).limit(limit);
}
