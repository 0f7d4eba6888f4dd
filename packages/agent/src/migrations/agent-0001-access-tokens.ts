// Access tokens: digests, scopes and times (access/token-store.ts).
import type { Knex } from 'knex';

export const accessTokens = {
  name: 'agent-0001-access-tokens',
  async up(knex: Knex): Promise<void> {
    await knex.schema.createTable('access_tokens', (table) => {
      table.string('id', 36).primary();
      table.text('tenant').notNullable().index();
      table.text('name').notNullable();
      table.text('scopes').notNullable();
      table.string('token_hash', 64).notNullable().unique();
      table.bigInteger('created_at').notNullable();
      table.bigInteger('expires_at');
      table.bigInteger('revoked_at');
      table.bigInteger('last_used_at');
    });
  },
  async down(knex: Knex): Promise<void> {
    await knex.schema.dropTable('access_tokens');
  },
};
