// The metric tables on PostgreSQL: one writer a tenant at a time, a batch lands as JSON recordsets.
import type { Knex } from 'knex';
import type { ClientBase, QueryResultRow } from 'pg';
import { newSalt } from '../migrations/0005-metric-arrival.ts';
import { inPostgresTransaction, namedStatements } from '../store/postgres-transaction.ts';
import {
  cumulativeOf,
  DAILY_LIST,
  IS_READING,
  ON_KNOWN_DAY,
  ON_KNOWN_SERIES,
  POINT_LIST,
  SERIES_LIST,
  TAKE_ARRIVALS,
  type MetricAppendStore,
  type MetricBatch,
} from './metric-append-store.ts';
import { keyOf, POINT_COLUMNS, type PointKey, type PointRow } from './metric-rows.ts';
import type { AppendPlan, StoredState } from './plan-append.ts';

const run = namedStatements('metrics');

export function createPostgresMetricStore(knex: Knex): MetricAppendStore {
  return {
    transact: (batch, plan) => inPostgresTransaction(knex, (client) => appendBatch(client, batch, plan)),
  };
}

/** Keeps these locks apart from any other use of advisory locks. */
const LOCK_CLASS = 4318_0004;

const NATIVE_TAKE_ARRIVALS = TAKE_ARRIVALS.replace('(?, ?, ?)', '($1, $2, $3)');

/** Whoever removes points takes the lock of those who add some. One binding: the tenant. */
export const POSTGRES_METRIC_LOCK = `SELECT pg_advisory_xact_lock(${LOCK_CLASS}, hashtext(?))`;

async function appendBatch(
  client: ClientBase,
  batch: MetricBatch,
  plan: (state: StoredState) => AppendPlan,
): Promise<AppendPlan> {
  const { tenant } = batch;
  // A total can only be compared with the one before it while nobody else writes one in between.
  await run(client, 'lock', 'SELECT pg_advisory_xact_lock($1, hashtext($2))', [LOCK_CLASS, tenant]);
  const planned = plan(await readState(client, batch));
  await landSeries(client, batch);
  await land(client, 'points', tenant, await numbered(client, tenant, planned.points), '');
  await land(client, 'daily', tenant, planned.daily, ON_KNOWN_DAY);
  await correct(client, tenant, planned.corrections);
  return planned;
}

async function readState(client: ClientBase, { tenant, points }: MetricBatch): Promise<StoredState> {
  const knownSql = `SELECT p.series_id, p.start_time, p.time
    FROM unnest($2::text[], $3::text[], $4::text[]) AS k(series_id, start_time, time)
    JOIN metric_points p ON p.tenant = $1 AND p.series_id = k.series_id AND p.start_time = k.start_time
      AND p.time = k.time`;
  const stored = await run<PointKey & QueryResultRow>(client, 'known', knownSql, keyColumns(tenant, points));
  const known = new Set(stored.map(keyOf));
  const fresh = cumulativeOf(points).filter((point) => !known.has(keyOf(point)));
  if (fresh.length === 0) return { known, neighbours: [] };
  const neighbours = await run<PointRow & QueryResultRow>(
    client,
    'neighbours',
    NEIGHBOURS,
    keyColumns(tenant, fresh),
  );
  return { known, neighbours };
}

const neighbour = (comparison: string, order: string): string =>
  `(SELECT ${POINT_COLUMNS.map((column) => `p.${column}`).join(', ')} FROM metric_points p
    WHERE p.tenant = $1 AND p.series_id = k.series_id AND p.start_time = k.start_time
      AND p.time ${comparison} k.time AND ${IS_READING} ORDER BY p.time ${order} LIMIT 1)`;

const NEIGHBOURS = `SELECT n.* FROM unnest($2::text[], $3::text[], $4::text[]) AS k(series_id, start_time, time)
  CROSS JOIN LATERAL (${neighbour('<', 'DESC')} UNION ALL ${neighbour('>', 'ASC')}) AS n`;

function keyColumns(tenant: string, points: readonly PointKey[]): unknown[] {
  return [
    tenant,
    points.map(({ series_id }) => series_id),
    points.map(({ start_time }) => start_time),
    points.map(({ time }) => time),
  ];
}

async function landSeries(client: ClientBase, { series }: MetricBatch): Promise<void> {
  const sql = `INSERT INTO metric_series (${SERIES_LIST})
    SELECT ${SERIES_LIST} FROM json_populate_recordset(NULL::metric_series, $1::json) ${ON_KNOWN_SERIES}`;
  await run(client, 'land-series', sql, [JSON.stringify(series)]);
}

async function numbered(client: ClientBase, tenant: string, points: readonly PointRow[]): Promise<object[]> {
  if (points.length === 0) return [];
  const values = [tenant, points.length, newSalt()];
  const [taken] = await run<{ arrival: number }>(client, 'arrivals', NATIVE_TAKE_ARRIVALS, values);
  const before = (taken?.arrival ?? 0) - points.length;
  return points.map((point, index) => ({ ...point, arrival: before + index + 1 }));
}

async function land(
  client: ClientBase,
  table: 'points' | 'daily',
  tenant: string,
  rows: readonly object[],
  onConflict: string,
): Promise<void> {
  if (rows.length === 0) return;
  const columns = table === 'points' ? `arrival, ${POINT_LIST}` : DAILY_LIST;
  const sql = `INSERT INTO metric_${table} (tenant, ${columns})
    SELECT $1, ${columns} FROM json_populate_recordset(NULL::metric_${table}, $2::json) ${onConflict}`;
  await run(client, `land-${table}`, sql, [tenant, JSON.stringify(rows)]);
}

async function correct(
  client: ClientBase,
  tenant: string,
  corrections: AppendPlan['corrections'],
): Promise<void> {
  if (corrections.length === 0) return;
  const sql = `UPDATE metric_points p SET delta = c.delta, delta_observations = c.delta_observations
    FROM json_populate_recordset(NULL::metric_points, $2::json) AS c
    WHERE p.tenant = $1 AND p.series_id = c.series_id AND p.start_time = c.start_time AND p.time = c.time`;
  await run(client, 'correct', sql, [tenant, JSON.stringify(corrections)]);
}
