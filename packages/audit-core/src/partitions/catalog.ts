// What PostgreSQL's catalogue says of the partitions of `audit_logs`.
import type { ClientBase } from 'pg';
import { DEFAULT_PARTITION, TABLE, type TimeRange } from './period.ts';

export interface Partition {
  readonly name: string;
  /** null for the default partition, or bounds that are none of ours */
  readonly range: TimeRange | null;
  readonly isDefault: boolean;
}

/** Held by whoever changes partitions, until its transaction ends. */
const PARTITION_LOCK = 4318_2028;

export async function lockPartitions(client: ClientBase): Promise<void> {
  // Whoever has it may be copying a large partition; appends are waited for no longer than usual.
  await client.query(`SET LOCAL lock_timeout = '60s'`);
  await client.query('SELECT pg_advisory_xact_lock($1)', [PARTITION_LOCK]);
  await client.query(`SET LOCAL lock_timeout = '4s'`);
}

export async function isPartitioned(client: ClientBase): Promise<boolean> {
  const sql = `SELECT relkind = 'p' AS partitioned FROM pg_class WHERE oid = '${TABLE}'::regclass`;
  const { rows } = await client.query<{ partitioned: boolean }>(sql);
  return rows[0]?.partitioned === true;
}

const LIST = `SELECT c.relname AS name, pg_get_expr(c.relpartbound, c.oid) AS bounds FROM pg_inherits i
  JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = '${TABLE}'::regclass`;

/** By time, the default partition last. */
export async function readPartitions(client: ClientBase): Promise<Partition[]> {
  const { rows } = await client.query<{ name: string; bounds: string }>(LIST);
  const partitions = rows.map(({ name, bounds }) => ({
    name,
    range: parseBounds(bounds),
    isDefault: bounds === 'DEFAULT',
  }));
  return partitions.sort((a, b) => (a.range?.from ?? Infinity) - (b.range?.from ?? Infinity));
}

function parseBounds(bounds: string): TimeRange | null {
  const [, from = '', to = ''] = /^FOR VALUES FROM \('?(-?\d+)'?\) TO \('?(-?\d+)'?\)$/.exec(bounds) ?? [];
  return from === '' ? null : { from: Number(from), to: Number(to) };
}

/** Statements that refuse TRUNCATE of one partition: triggers for each row are those of the whole table. */
export function truncateGuard(partition: string): string {
  return `CREATE TRIGGER audit_logs_no_truncate BEFORE TRUNCATE ON ${quoted(partition)}
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change()`;
}

/** Names come from the catalogue, where somebody else may have made them. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A new table with the columns and indexes of the default partition, the unique ones within it among them. */
export async function createLike(client: ClientBase, name: string, like = DEFAULT_PARTITION): Promise<void> {
  await client.query(
    `CREATE TABLE ${quoted(name)} (LIKE ${quoted(like)} INCLUDING DEFAULTS INCLUDING INDEXES)`,
  );
  await client.query(truncateGuard(name));
}
