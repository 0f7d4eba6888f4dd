// Sessions of who logged in at an identity provider: no token is behind them, so they carry what they may do themselves
// (access/session-store.ts). And logins that are under way there (oidc/login-store.ts).
import type { Knex } from 'knex';

const IDENTITY = ['tenant', 'org', 'scopes', 'user_email', 'actor', 'authority', 'logout_url'] as const;

export const oidc = {
  name: 'agent-0007-oidc',
  async up(knex: Knex): Promise<void> {
    await knex.schema.alterTable('portal_sessions', (table) => {
      table.setNullable('token_id');
    });
    await knex.schema.alterTable('portal_sessions', (table) => {
      for (const column of IDENTITY) table.text(column);
      table.bigInteger('ends_at');
    });
    await knex.schema.createTable('oidc_logins', (table) => {
      // SHA-256 of the cookie; state, nonce and verifier are made from the cookie and stand nowhere.
      table.string('id_hash', 64).primary();
      table.text('return_to').notNullable();
      table.bigInteger('created_at').notNullable().index();
    });
  },
  async down(knex: Knex): Promise<void> {
    await knex.schema.dropTable('oidc_logins');
    // Without the columns nobody could tell what these may do.
    await knex('portal_sessions').whereNull('token_id').delete();
    await knex.schema.alterTable('portal_sessions', (table) => {
      table.dropColumns(...IDENTITY, 'ends_at');
    });
    await knex.schema.alterTable('portal_sessions', (table) => {
      table.dropNullable('token_id');
    });
  },
};
