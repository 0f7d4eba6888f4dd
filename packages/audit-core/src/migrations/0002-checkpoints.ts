// The Merkle frontier of each chain, and its checkpoints. Checkpoints refuse UPDATE and DELETE.
import { runAll, type Migration } from './migration.ts';
import { isPostgres } from '../store/dialect.ts';

// Without a default: a head from before this migration gets its frontier with the next append.
const FRONTIER = 'ALTER TABLE chain_heads ADD COLUMN frontier TEXT';

const checkpoints = (integer: string, options: string): string =>
  `CREATE TABLE checkpoints (
    tenant TEXT NOT NULL, size ${integer} NOT NULL, root TEXT NOT NULL, note TEXT NOT NULL, created_at ${integer} NOT NULL,
    key_id TEXT NOT NULL, PRIMARY KEY (tenant, size)
  )${options}`;

const SQLITE_GUARDS = ['UPDATE', 'DELETE'].map(
  (verb) => `CREATE TRIGGER checkpoints_no_${verb.toLowerCase()} BEFORE ${verb} ON checkpoints
   BEGIN SELECT RAISE(ABORT, 'checkpoints is append-only'); END`,
);

// The function is the one that the rows' own guards call.
const POSTGRES_GUARDS = [
  `CREATE TRIGGER checkpoints_no_update_or_delete BEFORE UPDATE OR DELETE ON checkpoints
   FOR EACH ROW EXECUTE FUNCTION audit_refuse_change()`,
  `CREATE TRIGGER checkpoints_no_truncate BEFORE TRUNCATE ON checkpoints
   FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change()`,
];

export const checkpointTables: Migration = {
  name: 'audit-core-0002-checkpoints',
  up: (knex) =>
    isPostgres(knex)
      ? runAll(knex, [FRONTIER, checkpoints('BIGINT', ''), ...POSTGRES_GUARDS])
      : runAll(knex, [FRONTIER, checkpoints('INTEGER', ' STRICT'), ...SQLITE_GUARDS]),
  down: (knex) => runAll(knex, ['DROP TABLE checkpoints', 'ALTER TABLE chain_heads DROP COLUMN frontier']),
};
