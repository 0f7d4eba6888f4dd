// Sums over audit rows: usage per hour and day, who was there, sessions. Derived from the rows.
import { runAll, type Migration } from './migration.ts';
import { isPostgres } from '../store/dialect.ts';

// As they are when it is run, whatever is counted later.
const FIGURES = [
  ...['events', 'prompts', 'tool_calls', 'approvals', 'rejections', 'api_requests', 'errors', 'redacted'],
  ...[
    'tokens_input',
    'tokens_output',
    'tokens_cache_read',
    'tokens_cache_creation',
    'tokens_used',
    'cost_nano_usd',
  ],
];

interface Types {
  readonly integer: string;
  /** Text that compares by its bytes. */
  readonly text: string;
  readonly options: string;
  /** The clustered form, where the database has one. */
  readonly clustered: string;
  /** Room on the page for rows that are changed often, where the database asks for it. */
  readonly roomy: string;
}

const SQLITE: Types = {
  integer: 'INTEGER',
  text: 'TEXT',
  options: ' STRICT',
  clustered: ' STRICT, WITHOUT ROWID',
  roomy: ' STRICT',
};
const POSTGRES: Types = {
  integer: 'BIGINT',
  text: 'TEXT COLLATE "C"',
  options: '',
  clustered: '',
  roomy: ' WITH (fillfactor = 70)',
};

const tables = ({ integer, text, clustered, roomy }: Types): string[] => {
  const figures = FIGURES.map((name) => `${name} ${integer} NOT NULL`).join(', ');
  return [
    `CREATE TABLE usage_rollups (
      tenant ${text} NOT NULL, dimension ${text} NOT NULL, hours ${integer} NOT NULL, start ${integer} NOT NULL,
      value ${text} NOT NULL, first_seq ${integer} NOT NULL, newest_seq ${integer} NOT NULL, ${figures},
      PRIMARY KEY (tenant, dimension, hours, start, value)
    )${clustered === '' ? roomy : clustered}`,
    `CREATE TABLE usage_members (
      tenant ${text} NOT NULL, dimension ${text} NOT NULL, value ${text} NOT NULL, kind ${text} NOT NULL,
      member ${text} NOT NULL, hour ${integer} NOT NULL, PRIMARY KEY (tenant, dimension, value, kind, member, hour)
    )${clustered}`,
    `CREATE TABLE usage_reach (
      tenant ${text} NOT NULL, dimension ${text} NOT NULL, kind ${text} NOT NULL, hours ${integer} NOT NULL,
      start ${integer} NOT NULL, value ${text} NOT NULL, previous ${integer} NOT NULL, members ${integer} NOT NULL,
      PRIMARY KEY (tenant, dimension, kind, hours, start, value, previous)
    )${clustered}`,
    // Not clustered: sessions that are going on stand together at the end, in the order they began.
    `CREATE TABLE session_summaries (
      tenant ${text} NOT NULL, session_id ${text} NOT NULL, first_seq ${integer} NOT NULL, newest_seq ${integer} NOT NULL,
      started ${text} NOT NULL, ended ${text} NOT NULL, plane ${text} NOT NULL, actor_least ${text}, actor ${text},
      turns ${integer} NOT NULL, ${figures}, PRIMARY KEY (tenant, session_id)
    )${roomy}`,
    'CREATE INDEX session_summaries_newest ON session_summaries (tenant, newest_seq)',
    'CREATE INDEX session_summaries_time ON session_summaries (tenant, ended, started)',
    `CREATE TABLE rollup_attributes (attribute ${text} NOT NULL PRIMARY KEY)${clustered}`,
    // How many rows of the chain the rollups hold: less than the head's size where an older version wrote beside this one.
    `ALTER TABLE chain_heads ADD COLUMN rolled ${integer}`,
    `CREATE TABLE session_turns (
      tenant ${text} NOT NULL, session_id ${text} NOT NULL, correlation_id ${text} NOT NULL,
      PRIMARY KEY (tenant, session_id, correlation_id)
    )${clustered}`,
  ];
};

const TABLES = [
  'rollup_attributes',
  'session_turns',
  'session_summaries',
  'usage_reach',
  'usage_members',
  'usage_rollups',
];

export const rollupTables: Migration = {
  name: 'audit-core-0006-rollups',
  up: (knex) => runAll(knex, tables(isPostgres(knex) ? POSTGRES : SQLITE)),
  down: (knex) =>
    runAll(knex, [
      'ALTER TABLE chain_heads DROP COLUMN rolled',
      ...TABLES.map((table) => `DROP TABLE ${table}`),
    ]),
};
