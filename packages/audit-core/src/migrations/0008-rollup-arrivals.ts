// Rollups in fewer rows: who is somewhere for the first time stands with the figures, and the members stand by whom they are.
// Sessions know whose they are, so that a member's are looked up. All of it is made anew from the rows, behind this.
import type { Knex } from 'knex';
import { runAll, type Migration } from './migration.ts';
import { isPostgres } from '../store/dialect.ts';

const ROLLUPS = ['usage_rollups', 'usage_reach', 'usage_members', 'session_summaries', 'session_turns'];

/** Nothing is taken for whole that is of another form. */
const EMPTIED = [...ROLLUPS.map((table) => `DELETE FROM ${table}`), 'UPDATE chain_heads SET rolled = 0'];

const NEW_KEY = 'tenant, kind, member, dimension, value, hour';
const OLD_KEY = 'tenant, dimension, value, kind, member, hour';

const members = (knex: Knex, key: string): string[] => {
  const [text, integer] = isPostgres(knex) ? ['TEXT COLLATE "C"', 'BIGINT'] : ['TEXT', 'INTEGER'];
  const columns = key.split(', ').map((name) => `${name} ${name === 'hour' ? integer : text} NOT NULL`);
  const options = isPostgres(knex) ? '' : ' STRICT, WITHOUT ROWID';
  return [
    'DROP TABLE usage_members',
    `CREATE TABLE usage_members (${columns.join(', ')}, PRIMARY KEY (${key}))${options}`,
  ];
};

const added = (knex: Knex): string[] => {
  const [text, integer] = isPostgres(knex) ? ['TEXT COLLATE "C"', 'BIGINT'] : ['TEXT', 'INTEGER'];
  return [
    `ALTER TABLE usage_rollups ADD COLUMN sessions ${integer} NOT NULL DEFAULT 0`,
    `ALTER TABLE usage_rollups ADD COLUMN users ${integer} NOT NULL DEFAULT 0`,
    `ALTER TABLE session_summaries ADD COLUMN email_least ${text}`,
    `ALTER TABLE session_summaries ADD COLUMN email ${text}`,
    `ALTER TABLE session_summaries ADD COLUMN unnamed ${integer} NOT NULL DEFAULT 0`,
    'CREATE INDEX session_summaries_email ON session_summaries (tenant, email) WHERE email IS NOT NULL',
    // Of few sessions: two people in one.
    'CREATE INDEX session_summaries_shared ON session_summaries (tenant, email_least) WHERE email_least <> email',
    'CREATE INDEX session_summaries_actors ON session_summaries (tenant, ended) WHERE actor_least <> actor',
  ];
};

export const rollupArrivals: Migration = {
  name: 'audit-core-0008-rollup-arrivals',
  up: (knex) => runAll(knex, [...EMPTIED, ...members(knex, NEW_KEY), ...added(knex)]),
  down: (knex) =>
    runAll(knex, [
      ...EMPTIED,
      ...members(knex, OLD_KEY),
      ...['actors', 'shared', 'email'].map((name) => `DROP INDEX session_summaries_${name}`),
      ...['unnamed', 'email', 'email_least'].map(
        (name) => `ALTER TABLE session_summaries DROP COLUMN ${name}`,
      ),
      ...['users', 'sessions'].map((name) => `ALTER TABLE usage_rollups DROP COLUMN ${name}`),
    ]),
};
