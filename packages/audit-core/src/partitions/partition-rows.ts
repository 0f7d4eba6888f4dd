// What one partition holds: whose rows, and which. Administrative rows stay in the chain whatever becomes of it.
import type { ClientBase } from 'pg';
import { ADMINISTRATION_PLANE } from '../administration/record.ts';
import type { RowRange } from '../administration/row-ranges.ts';
import { quoted } from './catalog.ts';

/** Keys, holds, erasures and detachments are what the rest of the chain is understood by. */
export const DETACHABLE = `plane <> '${ADMINISTRATION_PLANE}'`;
export const STAYING = `plane = '${ADMINISTRATION_PLANE}'`;

export interface PartitionTenant {
  readonly tenant: string;
  /** that can be detached */
  readonly rows: number;
}

/** Tenants with rows that can be detached, in the order in which their chains are locked. */
export async function tenantsIn(client: ClientBase, partition: string): Promise<PartitionTenant[]> {
  const { rows } = await client.query<PartitionTenant>(
    `SELECT tenant, count(*) AS rows FROM ${quoted(partition)} WHERE ${DETACHABLE} GROUP BY tenant`,
  );
  return rows.sort((a, b) => (a.tenant < b.tenant ? -1 : 1));
}

/** The rows of a tenant that can be detached, rising. */
export async function rangesIn(client: ClientBase, partition: string, tenant: string): Promise<RowRange[]> {
  const { rows } = await client.query<RowRange>(
    `SELECT min(seq) AS "from", max(seq) AS through FROM (
       SELECT seq, seq - row_number() OVER (ORDER BY seq) AS run FROM ${quoted(partition)}
       WHERE tenant = $1 AND ${DETACHABLE}
     ) AS runs GROUP BY run ORDER BY 1`,
    [tenant],
  );
  return rows;
}
