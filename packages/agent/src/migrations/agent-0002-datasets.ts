// Datasets (access/dataset-store.ts), the org of a token, and a way to tell whether a dataset holds rows.
import type { Knex } from 'knex';

export const datasets = {
  name: 'agent-0002-datasets',
  async up(knex: Knex): Promise<void> {
    await knex.schema.createTable('datasets', (table) => {
      table.string('tenant', 128).notNullable();
      table.string('name', 63).notNullable();
      table.string('kind', 16).notNullable();
      table.bigInteger('created_at').notNullable();
      table.primary(['tenant', 'name']);
    });
    await knex.schema.alterTable('access_tokens', (table) => {
      // Null on tokens from before: then it is the tenant.
      table.text('org');
    });
    // Partial: whoever has the default dataset alone pays nothing for it while rows are written.
    await knex.raw(
      `CREATE INDEX audit_logs_dataset ON audit_logs (tenant, dataset, seq) WHERE dataset <> 'default'`,
    );
  },
  async down(knex: Knex): Promise<void> {
    await knex.raw('DROP INDEX audit_logs_dataset');
    await knex.schema.alterTable('access_tokens', (table) => table.dropColumn('org'));
    await knex.schema.dropTable('datasets');
  },
};
