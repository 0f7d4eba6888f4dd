// Room for the places of forwarding (forwarding/destination.ts): a destination has one for each signal.
import { isPostgres } from '@governance-agent/audit-core';
import type { Knex } from 'knex';

const COLUMNS = [
  ['forward_destinations', 'name'],
  ['forward_cursors', 'destination'],
] as const;

export const forwardPlaces = {
  name: 'agent-0006-forward-places',
  up: (knex: Knex): Promise<void> => setLength(knex, 64),
  async down(knex: Knex): Promise<void> {
    for (const [table, column] of COLUMNS) await knex(table).where(column, 'like', '%/%').delete();
    await setLength(knex, 32);
  },
};

/** SQLite keeps to no length. */
async function setLength(knex: Knex, length: number): Promise<void> {
  if (!isPostgres(knex)) return;
  for (const [table, column] of COLUMNS) {
    await knex.schema.alterTable(table, (change) => {
      change.string(column, length).notNullable().alter({ alterNullable: false });
    });
  }
}
