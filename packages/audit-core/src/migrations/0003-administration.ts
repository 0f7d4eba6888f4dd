// Finds administrative rows without reading the chain, and names the key that signs next.
import { runAll, type Migration } from './migration.ts';
import { isPostgres } from '../store/dialect.ts';

export const administrationIndex: Migration = {
  name: 'audit-core-0003-administration',
  up: (knex) =>
    runAll(knex, [
      `CREATE INDEX audit_logs_administration ON audit_logs (tenant, seq) WHERE plane = 'agent'`,
      // Null on a chain from before this migration: the next append fills it in.
      'ALTER TABLE chain_heads ADD COLUMN key_id TEXT',
      // Null while the key may begin chains.
      `ALTER TABLE signing_keys ADD COLUMN retired_at ${isPostgres(knex) ? 'BIGINT' : 'INTEGER'}`,
    ]),
  down: (knex) =>
    runAll(knex, [
      'ALTER TABLE signing_keys DROP COLUMN retired_at',
      'ALTER TABLE chain_heads DROP COLUMN key_id',
      'DROP INDEX audit_logs_administration',
    ]),
};
