// Who sends and who fails: counters per tenant and sender (health/health-store.ts). No row of it is evidence.
import type { Knex } from 'knex';

export const ingestHealth = {
  name: 'agent-0003-ingest-health',
  async up(knex: Knex): Promise<void> {
    await knex.schema.createTable('ingest_health', (table) => {
      // Empty = the credential named no tenant.
      table.text('tenant').notNullable();
      table.text('sender').notNullable();
      table.bigInteger('first_seen').notNullable();
      table.bigInteger('last_seen').notNullable();
      table.bigInteger('last_accepted_at');
      table.bigInteger('requests').notNullable();
      table.bigInteger('records').notNullable();
      table.bigInteger('duplicates').notNullable();
      table.bigInteger('rejected_records').notNullable();
      table.bigInteger('rejected_requests').notNullable();
      table.bigInteger('last_rejected_at');
      table.text('last_reason');
      table.integer('last_status');
      table.bigInteger('clock_skew_ms');
      table.primary(['tenant', 'sender']);
    });
    await knex.schema.createTable('ingest_health_counts', (table) => {
      table.text('tenant').notNullable();
      table.text('sender').notNullable();
      table.text('kind').notNullable();
      table.text('name').notNullable();
      table.bigInteger('total').notNullable();
      table.bigInteger('last_seen').notNullable();
      table.primary(['tenant', 'sender', 'kind', 'name']);
    });
  },
  async down(knex: Knex): Promise<void> {
    await knex.schema.dropTable('ingest_health_counts');
    await knex.schema.dropTable('ingest_health');
  },
};
