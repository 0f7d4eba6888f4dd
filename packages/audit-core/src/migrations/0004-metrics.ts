// Tables of the metric store: series, their points, and days. Not signed: metrics are not audit rows.
import { runAll, type Migration } from './migration.ts';
import { isPostgres } from '../store/dialect.ts';

interface Types {
  readonly integer: string;
  readonly double: string;
  readonly options: string;
  /** The clustered form, where the database has one. */
  readonly clustered: string;
}

const SQLITE: Types = {
  integer: 'INTEGER',
  double: 'REAL',
  options: ' STRICT',
  clustered: ' STRICT, WITHOUT ROWID',
};
const POSTGRES: Types = { integer: 'BIGINT', double: 'DOUBLE PRECISION', options: '', clustered: '' };

const tables = ({ integer, double, options, clustered }: Types): string[] => [
  `CREATE TABLE metric_series (
    tenant TEXT NOT NULL, series_id TEXT NOT NULL, dataset TEXT NOT NULL, plane TEXT NOT NULL, name TEXT NOT NULL,
    unit TEXT NOT NULL, description TEXT NOT NULL, kind TEXT NOT NULL, temporality TEXT NOT NULL,
    monotonic ${integer} NOT NULL, counting TEXT NOT NULL, session_id TEXT, user_email TEXT, user_id TEXT,
    user_account_uuid TEXT, model TEXT, tool_name TEXT, attributes TEXT NOT NULL, resource TEXT NOT NULL,
    masking TEXT NOT NULL, policy_version TEXT NOT NULL, first_seen ${integer} NOT NULL, last_seen ${integer} NOT NULL,
    PRIMARY KEY (tenant, series_id)
  )${options}`,
  'CREATE INDEX metric_series_name ON metric_series (tenant, name)',
  `CREATE TABLE metric_points (
    tenant TEXT NOT NULL, series_id TEXT NOT NULL, start_time TEXT NOT NULL, time TEXT NOT NULL, value ${double},
    exact TEXT, observations ${double}, delta ${double}, delta_observations ${double}, lowest ${double},
    highest ${double}, distribution TEXT, flags ${integer} NOT NULL,
    PRIMARY KEY (tenant, series_id, start_time, time)
  )${clustered}`,
  'CREATE INDEX metric_points_time ON metric_points (tenant, time)',
  `CREATE TABLE metric_daily (
    tenant TEXT NOT NULL, series_id TEXT NOT NULL, day ${integer} NOT NULL, points ${integer} NOT NULL,
    total ${double} NOT NULL, observations ${double} NOT NULL, lowest ${double}, highest ${double}, last ${double},
    last_time TEXT, PRIMARY KEY (tenant, series_id, day)
  )${clustered}`,
];

export const metricTables: Migration = {
  name: 'audit-core-0004-metrics',
  up: (knex) => runAll(knex, tables(isPostgres(knex) ? POSTGRES : SQLITE)),
  down: (knex) =>
    runAll(
      knex,
      ['metric_daily', 'metric_points', 'metric_series'].map((table) => `DROP TABLE ${table}`),
    ),
};
