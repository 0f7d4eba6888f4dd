// What is kept of rows whose partition was detached: their envelopes, and what they added to usage. Both refuse changes.
import { isPostgres, runAll, type Migration } from './migration.ts';

const tables = (integer: string, options: string): string[] => [
  // Everything of the envelope but what the chain itself says (origin, prev_hash), so that the hash can be made again.
  `CREATE TABLE detached_rows (
    tenant TEXT NOT NULL, seq ${integer} NOT NULL, received_at ${integer} NOT NULL, session TEXT,
    session_seq ${integer} NOT NULL, body_hash TEXT NOT NULL, row_hash TEXT NOT NULL, PRIMARY KEY (tenant, seq)
  )${options}`,
  // Counters of sessions go on from here when a session is taken up again.
  `CREATE INDEX detached_rows_session ON detached_rows (tenant, session, session_seq) WHERE session IS NOT NULL`,
  `CREATE TABLE detached_usage (
    tenant TEXT NOT NULL, source TEXT NOT NULL, part ${integer} NOT NULL, first_seq ${integer} NOT NULL,
    usage TEXT NOT NULL, PRIMARY KEY (tenant, source, part)
  )${options}`,
];

const NAMES = ['detached_rows', 'detached_usage'] as const;

const SQLITE_GUARDS = NAMES.flatMap((table) =>
  ['UPDATE', 'DELETE'].map(
    (verb) => `CREATE TRIGGER ${table}_no_${verb.toLowerCase()} BEFORE ${verb} ON ${table}
     BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END`,
  ),
);

// The function is the one that the rows' own guards call.
const POSTGRES_GUARDS = NAMES.flatMap((table) => [
  `CREATE TRIGGER ${table}_no_update_or_delete BEFORE UPDATE OR DELETE ON ${table}
   FOR EACH ROW EXECUTE FUNCTION audit_refuse_change()`,
  `CREATE TRIGGER ${table}_no_truncate BEFORE TRUNCATE ON ${table}
   FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change()`,
]);

export const detachedRows: Migration = {
  name: 'audit-core-0008-detached-rows',
  up: (knex) =>
    isPostgres(knex)
      ? runAll(knex, [...tables('BIGINT', ''), ...POSTGRES_GUARDS])
      : runAll(knex, [...tables('INTEGER', ' STRICT'), ...SQLITE_GUARDS]),
  down: (knex) =>
    runAll(
      knex,
      NAMES.map((table) => `DROP TABLE ${table}`),
    ),
};
