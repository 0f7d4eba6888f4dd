// Which tenants of a partition have rows in it that a legal hold covers.
import type { ClientBase } from 'pg';
import { parseHoldRange } from '../administration/hold-range.ts';
import type { LegalHold } from '../administration/holds.ts';
import { readHolds } from '../administration/legal-holds.ts';
import { userColumns } from '../store/erasable-reader.ts';
import type { Database } from '../store/database.ts';
import { quoted } from './catalog.ts';
import { DETACHABLE, type PartitionTenant } from './partition-rows.ts';

export interface HeldTenant {
  readonly tenant: string;
  /** names */
  readonly holds: readonly string[];
}

export interface HeldRows {
  readonly held: readonly HeldTenant[];
  /** every open hold of each tenant, whether or not it covers rows of the partition */
  readonly holds: ReadonlyMap<string, readonly LegalHold[]>;
}

export async function heldIn(
  client: ClientBase,
  database: Database,
  partition: string,
  tenants: readonly PartitionTenant[],
): Promise<HeldRows> {
  const held: HeldTenant[] = [];
  const all = new Map<string, readonly LegalHold[]>();
  for (const { tenant } of tenants) {
    const holds = await readHolds(database, tenant);
    all.set(tenant, holds);
    const names: string[] = [];
    for (const hold of holds) if (await covers(client, partition, tenant, hold)) names.push(hold.hold);
    if (names.length > 0) held.push({ tenant, holds: names });
  }
  return { held, holds: all };
}

async function covers(
  client: ClientBase,
  partition: string,
  tenant: string,
  { scope, value }: LegalHold,
): Promise<boolean> {
  const { sql, values } = scopeSql(scope, value);
  const found = await client.query(
    `SELECT 1 FROM ${quoted(partition)} WHERE tenant = $1 AND ${DETACHABLE} AND ${sql} LIMIT 1`,
    [tenant, ...values],
  );
  return found.rowCount !== 0;
}

/** As `holdsOf` says it of one row: a range that is none holds everything. */
function scopeSql(scope: LegalHold['scope'], value: string): { sql: string; values: unknown[] } {
  if (scope === 'session') return { sql: 'session_id = $2', values: [value] };
  if (scope === 'user')
    return { sql: `(${userColumns.map((column) => `${column} = $2`).join(' OR ')})`, values: [value] };
  const range = scope === 'range' ? parseHoldRange(value) : null;
  if (range === null) return { sql: 'true', values: [] };
  return { sql: 'received_at >= $2 AND received_at < $3', values: [range.since, range.until] };
}
