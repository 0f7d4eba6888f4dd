// Sessions of the portal (access/session-store.ts), and whose rows a token of a member reads.
import type { Knex } from 'knex';

export const sessions = {
  name: 'agent-0005-sessions',
  async up(knex: Knex): Promise<void> {
    await knex.schema.alterTable('access_tokens', (table) => {
      table.text('user_email');
    });
    await knex.schema.createTable('portal_sessions', (table) => {
      // SHA-256 of the cookie: whoever reads the database can present no session.
      table.string('id_hash', 64).primary();
      table.string('token_id', 36).notNullable().index();
      table.bigInteger('created_at').notNullable();
      table.bigInteger('last_seen_at').notNullable();
    });
  },
  async down(knex: Knex): Promise<void> {
    await knex.schema.dropTable('portal_sessions');
    await knex.schema.alterTable('access_tokens', (table) => table.dropColumn('user_email'));
  },
};
