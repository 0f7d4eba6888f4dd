// What is kept of rows whose partition was detached: their envelopes, and what they added to usage. Both refuse changes.
import type { Knex } from 'knex';
import { runAll, type Migration } from './migration.ts';
import { isPostgres } from '../store/dialect.ts';

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
  name: 'audit-core-0011-detached-rows',
  up: (knex) =>
    isPostgres(knex)
      ? runAll(knex, [...tables('BIGINT', ''), ...POSTGRES_GUARDS])
      : runAll(knex, [...tables('INTEGER', ' STRICT'), ...SQLITE_GUARDS]),
  down: async (knex) => {
    // The steps before this one know a table without partitions alone.
    if (isPostgres(knex)) await joinPartitions(knex);
    await runAll(
      knex,
      NAMES.map((table) => `DROP TABLE ${table}`),
    );
  },
};

const PARTITIONED = `SELECT relkind = 'p' AS partitioned FROM pg_class WHERE oid = 'audit_logs'::regclass`;
const INDEXES = `SELECT replace(pg_get_indexdef(indexrelid), ' ON ONLY ', ' ON ') AS definition FROM pg_index
  WHERE indrelid = 'audit_logs'::regclass`;

/** The rows of all partitions in one table again, with the indexes that were each partition's own. */
async function joinPartitions(knex: Knex): Promise<void> {
  const { rows: found } = await knex.raw<{ rows: { partitioned: boolean }[] }>(PARTITIONED);
  if (found[0]?.partitioned !== true) return;
  const { rows: indexes } = await knex.raw<{ rows: { definition: string }[] }>(INDEXES);
  await runAll(knex, [
    'CREATE TABLE audit_logs_joined (LIKE audit_logs INCLUDING DEFAULTS)',
    'INSERT INTO audit_logs_joined SELECT * FROM audit_logs',
    'DROP TABLE audit_logs',
    'ALTER TABLE audit_logs_joined RENAME TO audit_logs',
    'ALTER TABLE audit_logs ADD CONSTRAINT audit_logs_pkey PRIMARY KEY (tenant, seq)',
    'CREATE UNIQUE INDEX audit_logs_once ON audit_logs (tenant, idempotency_key)',
    'CREATE UNIQUE INDEX audit_logs_id ON audit_logs (id)',
    'CREATE UNIQUE INDEX audit_logs_session ON audit_logs (tenant, session_id, session_seq) WHERE session_id IS NOT NULL',
    ...indexes.map(({ definition }) => definition),
    ...[
      'audit_logs_no_update_or_delete BEFORE UPDATE OR DELETE',
      'audit_logs_no_truncate BEFORE TRUNCATE',
    ].map(
      (trigger) =>
        `CREATE TRIGGER ${trigger} ON audit_logs FOR EACH ${trigger.endsWith('TRUNCATE') ? 'STATEMENT' : 'ROW'}
         EXECUTE FUNCTION audit_refuse_change()`,
    ),
  ]);
}
