// How far each destination of forwarding has come, and which agent serves it (forwarding/cursor-store.ts).
import type { Knex } from 'knex';

export const forwarding = {
  name: 'agent-0004-forwarding',
  async up(knex: Knex): Promise<void> {
    await knex.schema.createTable('forward_destinations', (table) => {
      table.string('name', 32).primary();
      table.bigInteger('created_at').notNullable();
      // Null: no agent serves it now.
      table.string('holder', 36);
      table.bigInteger('held_until').notNullable();
    });
    await knex.schema.createTable('forward_cursors', (table) => {
      table.string('destination', 32).notNullable();
      table.string('tenant', 128).notNullable();
      table.bigInteger('seq').notNullable();
      table.primary(['destination', 'tenant']);
    });
  },
  async down(knex: Knex): Promise<void> {
    await knex.schema.dropTable('forward_cursors');
    await knex.schema.dropTable('forward_destinations');
  },
};
