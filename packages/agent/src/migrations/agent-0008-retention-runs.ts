// When retention last looked at a tenant and what it did (retention-runs.ts): a run that found nothing leaves no row in
// the chain, and an admin wants to know that it ran.
import type { Knex } from 'knex';

export const retentionRuns = {
  name: 'agent-0008-retention-runs',
  async up(knex: Knex): Promise<void> {
    await knex.schema.createTable('retention_runs', (table) => {
      table.text('tenant').primary();
      table.bigInteger('ran_at').notNullable();
      table.integer('days').notNullable();
      for (const count of ['rows', 'points', 'held', 'held_points']) table.bigInteger(count).notNullable();
      // Code of the error that ended it; null where it went through.
      table.text('problem');
    });
  },
  async down(knex: Knex): Promise<void> {
    await knex.schema.dropTable('retention_runs');
  },
};
