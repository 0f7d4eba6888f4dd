// Tables of the decision chain: rows, content, heads, keys. Rows refuse UPDATE and DELETE.
import type { Knex } from 'knex';
import { runAll, type Migration } from './migration.ts';
import { isPostgres } from '../store/dialect.ts';

// Signed columns are TEXT or integers only: drivers and databases rewrite anything richer.
const tables = (integer: string, options: string): string[] => [
  `CREATE TABLE audit_logs (
    tenant TEXT NOT NULL, seq ${integer} NOT NULL, received_at ${integer} NOT NULL, session_seq ${integer} NOT NULL,
    prev_hash TEXT NOT NULL, body_hash TEXT NOT NULL, row_hash TEXT NOT NULL, signature TEXT NOT NULL, key_id TEXT NOT NULL,
    id TEXT NOT NULL, idempotency_key TEXT NOT NULL, org TEXT NOT NULL, dataset TEXT NOT NULL,
    plane TEXT NOT NULL, surface TEXT, event TEXT NOT NULL, decision TEXT NOT NULL,
    session_id TEXT, correlation_id TEXT, user_email TEXT, user_id TEXT, user_account_uuid TEXT,
    model TEXT, tokens_input ${integer}, tokens_output ${integer}, tokens_cache_read ${integer},
    tokens_cache_creation ${integer}, tokens_used ${integer}, cost_nano_usd ${integer}, duration_ms ${integer},
    tool_name TEXT, tool_use_id TEXT, content_commit TEXT, content_state TEXT NOT NULL,
    redactions TEXT NOT NULL, policy_version TEXT NOT NULL, attributes TEXT NOT NULL, resource TEXT NOT NULL,
    occurred_at TEXT NOT NULL, client_sequence ${integer},
    PRIMARY KEY (tenant, seq)
  )${options}`,
  'CREATE UNIQUE INDEX audit_logs_no_fork ON audit_logs (tenant, prev_hash)',
  'CREATE UNIQUE INDEX audit_logs_once ON audit_logs (tenant, idempotency_key)',
  'CREATE UNIQUE INDEX audit_logs_id ON audit_logs (id)',
  'CREATE UNIQUE INDEX audit_logs_session ON audit_logs (tenant, session_id, session_seq) WHERE session_id IS NOT NULL',
  'CREATE INDEX audit_logs_time ON audit_logs (tenant, occurred_at)',
  `CREATE TABLE audit_content (
    tenant TEXT NOT NULL, seq ${integer} NOT NULL, salt TEXT NOT NULL, content TEXT NOT NULL, PRIMARY KEY (tenant, seq)
  )${options}`,
  `CREATE TABLE chain_heads (
    tenant TEXT NOT NULL PRIMARY KEY, origin TEXT NOT NULL UNIQUE, size ${integer} NOT NULL, head_hash TEXT NOT NULL,
    received_at ${integer} NOT NULL
  )${options}`,
  `CREATE TABLE signing_keys (
    key_id TEXT NOT NULL PRIMARY KEY, public_key TEXT NOT NULL, created_at ${integer} NOT NULL
  )${options}`,
];

const sqliteTrigger = (table: string, verb: string): string =>
  `CREATE TRIGGER ${table}_no_${verb.toLowerCase()} BEFORE ${verb} ON ${table}
   BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END`;

const postgresTrigger = (table: string, verbs: string, level: string): string =>
  `CREATE TRIGGER ${table}_no_${verbs.toLowerCase().replaceAll(' ', '_')} BEFORE ${verbs} ON ${table}
   FOR EACH ${level} EXECUTE FUNCTION audit_refuse_change()`;

const SQLITE_GUARDS = [
  sqliteTrigger('audit_logs', 'UPDATE'),
  sqliteTrigger('audit_logs', 'DELETE'),
  sqliteTrigger('audit_content', 'UPDATE'),
];

const POSTGRES_GUARDS = [
  `CREATE FUNCTION audit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS
   $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$`,
  postgresTrigger('audit_logs', 'UPDATE OR DELETE', 'ROW'),
  postgresTrigger('audit_logs', 'TRUNCATE', 'STATEMENT'),
  postgresTrigger('audit_content', 'UPDATE', 'ROW'),
];

const DROP = ['audit_content', 'audit_logs', 'chain_heads', 'signing_keys'].map(
  (table) => `DROP TABLE ${table}`,
);

export const decisionChain: Migration = {
  name: 'audit-core-0001-decision-chain',
  up: (knex: Knex) =>
    isPostgres(knex)
      ? runAll(knex, [...tables('BIGINT', ''), ...POSTGRES_GUARDS])
      : runAll(knex, [...tables('INTEGER', ' STRICT'), ...SQLITE_GUARDS]),
  down: (knex: Knex) =>
    runAll(knex, isPostgres(knex) ? [...DROP, 'DROP FUNCTION audit_refuse_change()'] : DROP),
};
