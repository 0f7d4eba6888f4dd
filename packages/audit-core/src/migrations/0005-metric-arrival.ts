// Numbers metric points in the order of their arrival, for who follows them, and keeps what each added at its arrival.
import { randomBytes } from 'node:crypto';
import type { Knex } from 'knex';
import { runAll, type Migration } from './migration.ts';
import { isPostgres } from '../store/dialect.ts';

const KEY = ['tenant', 'series_id', 'start_time', 'time'];

/** What is there already arrived, as far as anyone can tell, in the order of its time. */
const NUMBER_POINTS = `UPDATE metric_points SET arrival = numbered.place,
    added = CASE WHEN metric_points.observations IS NULL THEN metric_points.delta END
  FROM (SELECT ${KEY.join(', ')}, row_number() OVER (PARTITION BY tenant ORDER BY time, series_id, start_time) AS place
    FROM metric_points) AS numbered
  WHERE ${KEY.map((column) => `numbered.${column} = metric_points.${column}`).join(' AND ')}`;

export const metricArrival: Migration = {
  name: 'audit-core-0005-metric-arrival',
  async up(knex) {
    const [integer, double, options] = isPostgres(knex)
      ? ['BIGINT', 'DOUBLE PRECISION', '']
      : ['INTEGER', 'REAL', ' STRICT'];
    await runAll(knex, [
      `ALTER TABLE metric_points ADD COLUMN arrival ${integer} NOT NULL DEFAULT 0`,
      `ALTER TABLE metric_points ADD COLUMN added ${double}`,
      NUMBER_POINTS,
      'CREATE UNIQUE INDEX metric_points_arrival ON metric_points (tenant, arrival)',
      // The last number that was given, also when its point is erased: a number is never given twice.
      `CREATE TABLE metric_arrivals (
        tenant TEXT NOT NULL PRIMARY KEY, arrival ${integer} NOT NULL, salt TEXT NOT NULL
      )${options}`,
    ]);
    await countArrivals(knex);
  },
  down: (knex) =>
    runAll(knex, [
      'DROP TABLE metric_arrivals',
      'DROP INDEX metric_points_arrival',
      'ALTER TABLE metric_points DROP COLUMN added',
      'ALTER TABLE metric_points DROP COLUMN arrival',
    ]),
};

async function countArrivals(knex: Knex): Promise<void> {
  const tenants: { tenant: string; arrival: number }[] = await knex('metric_points')
    .groupBy('tenant')
    .select('tenant')
    .max({ arrival: 'arrival' });
  for (const { tenant, arrival } of tenants)
    await knex('metric_arrivals').insert({ tenant, arrival, salt: newSalt() });
}

/** Keeps what names a series elsewhere from telling, by trial, what its masked values were. */
export function newSalt(): string {
  return randomBytes(16).toString('base64url');
}
