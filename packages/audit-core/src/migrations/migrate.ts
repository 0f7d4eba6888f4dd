// Runs the static list of migrations, the store's own and those a plugin ships.
import type { Knex } from 'knex';
import { AuditError } from '../errors.ts';
import { rebuildRollups, tenantsBehind } from '../rollups/rebuild.ts';
import type { Database } from '../store/database.ts';
import { decisionChain } from './0001-decision-chain.ts';
import { checkpointTables } from './0002-checkpoints.ts';
import { administrationIndex } from './0003-administration.ts';
import { metricTables } from './0004-metrics.ts';
import { metricArrival } from './0005-metric-arrival.ts';
import { rollupTables } from './0006-rollups.ts';
import { userIndex } from './0007-user-index.ts';
import { rollupArrivals } from './0008-rollup-arrivals.ts';
import { linkedHead } from './0010-linked-head.ts';
import { detachedRows } from './0011-detached-rows.ts';
import { linksInOrder } from './0012-links-in-order.ts';
import { memberUsage } from './0013-member-usage.ts';
import { type Migration } from './migration.ts';
import { isPostgres } from '../store/dialect.ts';

const OWN: readonly Migration[] = [
  decisionChain,
  checkpointTables,
  administrationIndex,
  metricTables,
  metricArrival,
  rollupTables,
  userIndex,
  rollupArrivals,
  linkedHead,
  detachedRows,
  linksInOrder,
  memberUsage,
];

export type SchemaState = 'current' | 'empty' | 'outdated' | 'unreachable';

/** Brings the schema up to date; returns the names of the migrations it ran. @throws AuditError `store_unavailable`. */
export async function migrate(database: Database, extra: readonly Migration[] = []): Promise<string[]> {
  try {
    const ran = await exclusively(database, async (knex) => {
      const [, done] = (await knex.migrate.latest(migrateConfig(extra))) as [number, string[]];
      return done;
    });
    await catchUp(database);
    return ran;
  } catch (cause) {
    throw new AuditError(
      'store_unavailable',
      'The schema could not be migrated. Check that the database can be reached.',
      { cause },
    );
  }
}

/** Takes every migration back. Deletes all rows: for tests and for leaving. */
export async function rollbackAll(database: Database, extra: readonly Migration[] = []): Promise<void> {
  await database.knex.migrate.rollback(migrateConfig(extra), true);
}

/** Whether the schema is what this version needs. Never throws. */
export async function schemaState(
  database: Database,
  extra: readonly Migration[] = [],
): Promise<SchemaState> {
  const { knex } = database;
  try {
    if (!(await knex.schema.hasTable('knex_migrations'))) return 'empty';
    const done = new Set(await knex('knex_migrations').pluck<string[]>('name'));
    return [...OWN, ...extra].every(({ name }) => done.has(name)) ? 'current' : 'outdated';
  } catch {
    return 'unreachable';
  }
}

const MIGRATION_LOCK = 4318_2026;

/**
 * Several agents may start at once on one PostgreSQL: the second waits, as long as it takes, and finds nothing left to do.
 * The connection that holds the lock does the work: beside it another would idle, and be ended by the server for it.
 */
async function exclusively<T>({ knex }: Database, work: (knex: Knex) => Promise<T>): Promise<T> {
  if (!isPostgres(knex)) return work(knex);
  return knex.transaction(async (change) => {
    await change.raw('SET LOCAL lock_timeout = 0');
    await change.raw('SELECT pg_advisory_xact_lock(?)', [MIGRATION_LOCK]);
    await change.raw('SET LOCAL lock_timeout TO DEFAULT');
    return work(change);
  });
}

function migrateConfig(extra: readonly Migration[]): Knex.MigratorConfig {
  return {
    migrationSource: {
      getMigrations: () => Promise.resolve([...OWN, ...extra]),
      getMigrationName: ({ name }: Migration) => name,
      getMigration: (migration: Migration) => Promise.resolve(migration),
    },
  };
}

// Not a step of the schema: until it is done, and where another process is at it, reads count rows.
async function catchUp(database: Database): Promise<void> {
  for (const tenant of await tenantsBehind(database))
    await rebuildRollups(database, tenant).catch(() => undefined);
}
