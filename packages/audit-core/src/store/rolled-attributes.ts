// The attributes that usage is rolled up by: a setting, kept in the store so that whoever appends knows them.
import type { Knex } from 'knex';
import { AuditError } from '../errors.ts';
import { isPostgres } from './dialect.ts';
import { isIndexableKey } from '../reads/attribute-sql.ts';
import { rebuildRollups, tenantsBehind } from '../rollups/rebuild.ts';
import type { Database } from './database.ts';
import { whileBusy } from './sqlite-transaction.ts';

export const ROLLED_ATTRIBUTES = 'SELECT attribute FROM rollup_attributes ORDER BY attribute';

export function readRolledAttributes(knex: Knex): Promise<string[]> {
  return knex('rollup_attributes').orderBy('attribute').pluck<string[]>('attribute');
}

/**
 * Rolls usage up by these attributes and by no others. Where the list is another one, the rollups of every tenant are made
 * anew; reads count rows meanwhile. @returns how many tenants that were.
 * Throws AuditError `store_unavailable`, or `invalid_event` for a key that cannot be indexed.
 */
export async function ensureAttributeRollups(database: Database, keys: readonly string[]): Promise<number> {
  if (!keys.every(isIndexableKey))
    throw new AuditError('invalid_event', 'An attribute of this name cannot be rolled up.');
  try {
    await whileBusy(() => database.knex.transaction((trx) => change(trx, [...new Set(keys)].sort())));
  } catch (cause) {
    throw new AuditError('store_unavailable', 'The attributes could not be rolled up. Try again.', { cause });
  }
  const behind = await tenantsBehind(database);
  for (const tenant of behind) await rebuildRollups(database, tenant);
  return behind.length;
}

async function change(trx: Knex, wanted: readonly string[]): Promise<void> {
  const found = await readRolledAttributes(trx);
  if (found.join() === wanted.join()) return;
  // Waits for every append under way, and has those that follow wait: none goes by a list that is no more.
  if (isPostgres(trx)) await trx.raw('LOCK TABLE chain_heads IN EXCLUSIVE MODE');
  await trx('rollup_attributes').delete();
  if (wanted.length > 0) await trx('rollup_attributes').insert(wanted.map((attribute) => ({ attribute })));
  await trx('chain_heads').update({ rolled: 0 });
}
