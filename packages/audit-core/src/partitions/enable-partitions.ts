// Turns `audit_logs` into a table in partitions by time of arrival. No row is rewritten: what is there becomes one of them.
import type { ClientBase } from 'pg';
import type { Clock } from '../ports.ts';
import { guarded } from '../reads/guarded.ts';
import type { Database } from '../store/database.ts';
import { errorCode } from '../store/error-code.ts';
import { createLike, isPartitioned, lockPartitions, quoted } from './catalog.ts';
import { addPartitions } from './add-partitions.ts';
import { DEFAULT_PARTITION, partitionName, periodAt, TABLE, type Period, type TimeRange } from './period.ts';
import { AuditError } from '../errors.ts';
import { onPostgres } from './on-postgres.ts';

export interface EnableDeps {
  readonly database: Database;
  readonly clock: Clock;
}

export interface EnableReport {
  /** the partition that holds what was there */
  readonly history: string;
  /** partitions that were made for rows to come */
  readonly created: readonly string[];
}

/**
 * In one transaction, which appends wait for as long as one look at every row takes.
 * @throws AuditError `unsupported_database` on SQLite, `partitioned` where it was done before, `store_corrupt` where rows
 * are older than the first of their chain, `store_unavailable`.
 */
export function enablePartitions({ database, clock }: EnableDeps, period: Period): Promise<EnableReport> {
  return guarded(() =>
    onPostgres(database, async (client) => {
      await lockPartitions(client);
      if (await isPartitioned(client))
        throw new AuditError('partitioned', 'The table is in partitions already. See partitions list.');
      await client.query(`LOCK TABLE ${TABLE} IN ACCESS EXCLUSIVE MODE`);
      const now = clock.now();
      const range = await rangeOfHistory(client, period, now);
      const history = partitionName(range.from);
      await convert(client, history, range);
      return { history, created: await addPartitions(client, { period, boundary: range.to, now }) };
    }),
  );
}

/** From the period of the first row to the end of the present one: the collector clock never goes back in a chain. */
async function rangeOfHistory(client: ClientBase, period: Period, now: number): Promise<TimeRange> {
  const { rows } = await client.query<{ first: number | null; newest: number | null }>(
    `SELECT min(l.received_at) AS first, max(h.received_at) AS newest FROM chain_heads h
     LEFT JOIN ${TABLE} l ON l.tenant = h.tenant AND l.seq = 1`,
  );
  const first = Math.min(rows[0]?.first ?? now, now);
  const newest = Math.max(rows[0]?.newest ?? now, now);
  return { from: periodAt(period, first).from, to: periodAt(period, newest).to };
}

interface IndexRow {
  readonly name: string;
  readonly unique: boolean;
  readonly definition: string;
}

async function convert(client: ClientBase, history: string, range: TimeRange): Promise<void> {
  const { rows: indexes } = await client.query<IndexRow>(
    `SELECT c.relname AS name, i.indisunique AS unique, pg_get_indexdef(c.oid) AS definition
     FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
     WHERE i.indrelid = '${TABLE}'::regclass AND i.indisvalid ORDER BY c.relname`,
  );
  const { rows: grants } = await client.query<{ statement: string }>(GRANTS);
  await checkRange(client, range);
  await client.query(`ALTER TABLE ${TABLE} RENAME TO ${quoted(history)}`);
  for (const { name } of indexes)
    await client.query(`ALTER INDEX ${quoted(name)} RENAME TO ${quoted(renamed(name, history))}`);
  await client.query(`DROP TRIGGER audit_logs_no_update_or_delete ON ${quoted(history)}`);
  await client.query(
    `CREATE TABLE ${TABLE} (LIKE ${quoted(history)} INCLUDING DEFAULTS) PARTITION BY RANGE (received_at)`,
  );
  for (const guard of GUARDS) await client.query(guard);
  // A unique index of the whole table would have to hold received_at, and be none: those stay with each partition.
  for (const { unique, definition } of indexes) if (!unique) await client.query(definition);
  await client.query(
    `ALTER TABLE ${TABLE} ATTACH PARTITION ${quoted(history)} FOR VALUES FROM (${range.from}) TO (${range.to})`,
  );
  await createLike(client, DEFAULT_PARTITION, history);
  await client.query(`ALTER TABLE ${TABLE} ATTACH PARTITION ${DEFAULT_PARTITION} DEFAULT`);
  for (const { statement } of grants) await client.query(statement);
}

const CHECK_VIOLATION = '23514';

/** The constraint spares PostgreSQL looking at every row again when the partition is attached. */
async function checkRange(client: ClientBase, { from, to }: TimeRange): Promise<void> {
  const sql = `ALTER TABLE ${TABLE} ADD CONSTRAINT audit_logs_range CHECK (received_at >= ${from} AND received_at < ${to})`;
  try {
    await client.query(sql);
  } catch (cause) {
    if (errorCode(cause) !== CHECK_VIOLATION) throw cause;
    const message = 'Rows were received outside the times of their chains. Run verify; nothing was changed.';
    throw new AuditError('store_corrupt', message, { cause });
  }
}

function renamed(index: string, history: string): string {
  return history + (index.startsWith(TABLE) ? index.slice(TABLE.length) : `_${index}`);
}

const GUARDS = [
  `CREATE TRIGGER audit_logs_no_update_or_delete BEFORE UPDATE OR DELETE ON ${TABLE}
   FOR EACH ROW EXECUTE FUNCTION audit_refuse_change()`,
  `CREATE TRIGGER audit_logs_no_truncate BEFORE TRUNCATE ON ${TABLE}
   FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change()`,
];

/** What others may do with the table, for the table that takes its place. */
const GRANTS = `SELECT format('GRANT %s ON ${TABLE} TO %s', a.privilege_type,
    CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END) AS statement
  FROM pg_class c, aclexplode(c.relacl) a WHERE c.oid = '${TABLE}'::regclass`;
