// Makes the rollups of a tenant anew from its rows: after a repair, an upgrade, or to be sure.
import type { Knex } from 'knex';
import { isPostgres } from '../store/dialect.ts';
import { guarded } from '../reads/guarded.ts';
import { withPostgres, withSqlite } from '../store/connection.ts';
import type { Database } from '../store/database.ts';
import { addToPostgresRollups } from '../store/postgres-rollups.ts';
import { readUsageKeys, readUsagePart } from '../store/detached-usage-reader.ts';
import { runAtOnce } from '../steps.ts';
import { createSqliteRollups } from '../store/sqlite-rollups.ts';
import { whileBusy } from '../store/sqlite-transaction.ts';
import { createAccumulator } from './accumulate.ts';
import type { RollupDelta, RolledRow } from './rollup-delta.ts';
import { dimensionsWith } from './dimensions.ts';
import { createKnownMembers } from './known-members.ts';
import { parseUsage } from './detached-usage.ts';
import type { Newcomer } from './newcomer.ts';
import { ROLLUP_TABLES, ROLLED_COLUMNS } from './tables.ts';

/** Rows that are added up in memory before they are written. */
const BATCH_ROWS = 20_000;
const PAGE_ROWS = 2_000;

export interface RebuildReport {
  readonly tenant: string;
  readonly rows: number;
}

/**
 * In one transaction, which the appends of this tenant wait for: at some 20,000 rows a second, long chains make senders
 * try again. Everybody goes on reading. @throws AuditError `store_unavailable`.
 */
export function rebuildRollups(
  { knex }: Pick<Database, 'knex'>,
  tenant: string,
  onRows: (count: number) => void = () => undefined,
): Promise<RebuildReport> {
  return guarded(() => whileBusy(() => knex.transaction((trx) => rebuild(trx, tenant, onRows))));
}

/** Tenants whose rollups do not hold all of their rows. @throws AuditError `store_unavailable`. */
export function tenantsBehind({ knex }: Database): Promise<string[]> {
  return guarded(() =>
    knex('chain_heads').whereRaw('coalesce(rolled, 0) <> size').orderBy('tenant').pluck<string[]>('tenant'),
  );
}

async function rebuild(trx: Knex, tenant: string, onRows: (count: number) => void): Promise<RebuildReport> {
  // A write comes first: it takes the lock of SQLite, and nothing is read that a lock was not held for.
  await trx('chain_heads').where({ tenant }).update({ rolled: 0 });
  for (const table of ROLLUP_TABLES) await trx(table).where({ tenant }).delete();
  const rows = await fill(trx, tenant, onRows);
  await trx('chain_heads')
    .where({ tenant })
    .update({ rolled: trx.ref('size') });
  return { tenant, rows };
}

async function fill(trx: Knex, tenant: string, onRows: (count: number) => void): Promise<number> {
  const attributes = await trx('rollup_attributes').pluck<string[]>('attribute');
  const add = adder(trx, tenant, attributes);
  const dimensions = dimensionsWith(attributes);
  let [total, waiting, after] = [0, 0, Number.MIN_SAFE_INTEGER];
  let accumulator = createAccumulator(dimensions);
  // In the order of the rows: a session is named by its first one.
  const detached = await readUsageKeys(trx, tenant);
  for (;;) {
    const next = detached[0];
    const page = await readPage(trx, tenant, after, next?.first_seq ?? Infinity);
    accumulator.add(page);
    waiting += page.length;
    total += page.length;
    onRows(page.length);
    const last = page.at(-1);
    if (waiting >= BATCH_ROWS || last === undefined) {
      await add(accumulator.end());
      accumulator = createAccumulator(dimensions);
      waiting = 0;
    }
    if (last !== undefined) after = last.seq;
    else if (next === undefined) return total;
    else await add(parseUsage(await readUsagePart(trx, tenant, detached.shift() ?? next), dimensions));
  }
}

/** @param attributes that usage is rolled up by. */
function adder(
  trx: Knex,
  tenant: string,
  attributes: readonly string[],
): (delta: RollupDelta) => Promise<void> {
  const known = createKnownMembers();
  const add = (delta: RollupDelta): Promise<readonly Newcomer[]> =>
    isPostgres(trx)
      ? withPostgres(trx, (client) => addToPostgresRollups(client, tenant, delta, known))
      : withSqlite(trx, (connection) => runAtOnce(createSqliteRollups(connection).add(tenant, delta, known)));
  return async (delta) => {
    known.rollingUpBy(tenant, attributes);
    // Nobody else lands in this transaction.
    runAtOnce(known.keep(tenant, '', await add(delta)));
  };
}

async function readPage(trx: Knex, tenant: string, after: number, before: number): Promise<RolledRow[]> {
  const query = trx('audit_logs').where({ tenant }).where('seq', '>', after);
  if (Number.isFinite(before)) void query.where('seq', '<', before);
  return query.orderBy('seq').limit(PAGE_ROWS).select<RolledRow[]>(ROLLED_COLUMNS);
}
