// The rollups of a tenant as they stand in the store.
import type { Knex } from 'knex';
import { ROLLUP_TABLES } from '../../src/rollups/tables.ts';

/** Each row as text, in one order. */
export async function rollupsOf(knex: Knex, tenant: string): Promise<Record<string, string[]>> {
  const tables: Record<string, string[]> = {};
  for (const table of ROLLUP_TABLES) {
    const rows = (await knex(table).where({ tenant })) as object[];
    tables[table] = rows.map((row) => JSON.stringify(row)).sort();
  }
  return tables;
}
