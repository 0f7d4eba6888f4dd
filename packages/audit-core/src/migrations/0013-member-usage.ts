// What the usage of a member is counted from, in the order in which a member's rows are found: on SQLite.
import type { Knex } from 'knex';
import { runAll, type Migration } from './migration.ts';
import { isPostgres } from '../store/dialect.ts';

const FOUND_BY = ['tenant', 'user_email', 'seq', 'occurred_at'];
const GROUPED_BY = ['plane', 'dataset', 'event', 'decision', 'tool_name', 'model', 'session_id'];
const CLAIMED = [
  ...['tokens_input', 'tokens_output', 'tokens_cache_read', 'tokens_cache_creation', 'tokens_used'],
  'cost_nano_usd',
];

const DROP = 'DROP INDEX audit_logs_user';
const create = (columns: readonly string[]): string =>
  `CREATE INDEX audit_logs_user ON audit_logs (${columns.join(', ')}) WHERE user_email IS NOT NULL`;

/** PostgreSQL refuses rows whose values an index has no room for, and keeps the index of 0007. */
const onSqlite = (knex: Knex, columns: readonly string[]): Promise<void> =>
  runAll(knex, isPostgres(knex) ? [] : [DROP, create(columns)]);

export const memberUsage: Migration = {
  name: 'audit-core-0013-member-usage',
  up: (knex) => onSqlite(knex, [...FOUND_BY, ...GROUPED_BY, 'redactions', ...CLAIMED]),
  down: (knex) => onSqlite(knex, FOUND_BY),
};
