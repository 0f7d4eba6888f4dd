// The leaves of a chain's tree: hashes of the rows that are there, and of those whose partition was detached.
import type { Knex } from 'knex';
import { isPostgres } from './dialect.ts';

export interface Leaf {
  readonly tenant: string;
  readonly seq: number;
  readonly row_hash: string;
}

/** In place of a table. Each half is looked up by its own index. */
export const LEAVES = `(SELECT tenant, seq, row_hash FROM audit_logs
  UNION ALL SELECT tenant, seq, row_hash FROM detached_rows) AS leaves`;

/** Of an embedded store every row is there: it has no partitions. */
export function leavesOf(knex: Knex, tenant: string): Knex.QueryBuilder<Leaf, Leaf[]> {
  const from = isPostgres(knex)
    ? knex.from<Leaf, Leaf[]>(knex.raw(LEAVES))
    : knex<Leaf, Leaf[]>('audit_logs');
  return from.where('tenant', tenant);
}

/** A session as envelopes name it, on PostgreSQL. @param id SQL of its id */
export function sessionHash(id: string): string {
  return `encode(sha256(convert_to(${id}, 'UTF8')), 'base64')`;
}
