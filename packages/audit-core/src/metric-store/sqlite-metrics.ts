// The metric tables on SQLite: BEGIN IMMEDIATE, prepared statements, one transaction a request.
import type BetterSqlite3 from 'better-sqlite3';
import type { Knex } from 'knex';
import { newSalt } from '../migrations/0005-metric-arrival.ts';
import { runSteps, type Steps } from '../steps.ts';
import { createSqliteTransactions } from '../store/sqlite-transaction.ts';
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
import { DAILY_COLUMNS, keyOf, POINT_COLUMNS, SERIES_COLUMNS, type PointRow } from './metric-rows.ts';
import type { AppendPlan, StoredState } from './plan-append.ts';

export function createSqliteMetricStore(knex: Knex): MetricAppendStore {
  const connections = createSqliteTransactions(knex, prepareStatements);
  return {
    transact: (batch, plan) =>
      connections.write((statements) => runSteps(appendBatch(statements, batch, plan))),
  };
}

type Statements = ReturnType<typeof prepareStatements>;
type Key = [tenant: string, seriesId: string, startTime: string, time: string];

const marks = (columns: readonly string[]): string => columns.map(() => '?').join(', ');

function prepareStatements(db: BetterSqlite3.Database) {
  const stream = `SELECT ${POINT_LIST} FROM metric_points
    WHERE tenant = ? AND series_id = ? AND start_time = ? AND ${IS_READING}`;
  return {
    known: db
      .prepare<Key, number>(
        'SELECT 1 FROM metric_points WHERE tenant = ? AND series_id = ? AND start_time = ? AND time = ?',
      )
      .pluck(),
    before: db.prepare<Key, PointRow>(`${stream} AND time < ? ORDER BY time DESC LIMIT 1`),
    after: db.prepare<Key, PointRow>(`${stream} AND time > ? ORDER BY time LIMIT 1`),
    series: db.prepare(
      `INSERT INTO metric_series (${SERIES_LIST}) VALUES (${marks(SERIES_COLUMNS)}) ${ON_KNOWN_SERIES}`,
    ),
    point: db.prepare(
      `INSERT INTO metric_points (tenant, arrival, ${POINT_LIST}) VALUES (?, ?, ${marks(POINT_COLUMNS)})`,
    ),
    arrivals: db.prepare<[tenant: string, count: number, salt: string], number>(TAKE_ARRIVALS).pluck(),
    correct: db.prepare(
      `UPDATE metric_points SET delta = ?, delta_observations = ?
       WHERE tenant = ? AND series_id = ? AND start_time = ? AND time = ?`,
    ),
    daily: db.prepare(
      `INSERT INTO metric_daily (tenant, ${DAILY_LIST}) VALUES (?, ${marks(DAILY_COLUMNS)}) ${ON_KNOWN_DAY}`,
    ),
  };
}

function* appendBatch(
  statements: Statements,
  batch: MetricBatch,
  plan: (state: StoredState) => AppendPlan,
): Steps<AppendPlan> {
  const { tenant } = batch;
  const planned = plan(yield* readState(statements, batch));
  for (const row of batch.series) {
    statements.series.run(SERIES_COLUMNS.map((column) => row[column]));
    yield;
  }
  yield* landPoints(statements, tenant, planned.points);
  for (const { delta, delta_observations, series_id, start_time, time } of planned.corrections) {
    statements.correct.run(delta, delta_observations, tenant, series_id, start_time, time);
    yield;
  }
  for (const row of planned.daily) {
    statements.daily.run(tenant, ...DAILY_COLUMNS.map((column) => row[column]));
    yield;
  }
  return planned;
}

function* landPoints(statements: Statements, tenant: string, points: readonly PointRow[]): Steps<void> {
  if (points.length === 0) return;
  let arrival = (statements.arrivals.get(tenant, points.length, newSalt()) ?? 0) - points.length;
  for (const row of points) {
    statements.point.run(tenant, (arrival += 1), ...POINT_COLUMNS.map((column) => row[column]));
    yield;
  }
}

function* readState(statements: Statements, { tenant, points }: MetricBatch): Steps<StoredState> {
  const known = new Set<string>();
  for (const point of points) {
    const { series_id, start_time, time } = point;
    if (statements.known.get(tenant, series_id, start_time, time) !== undefined) known.add(keyOf(point));
    yield;
  }
  const neighbours: PointRow[] = [];
  for (const point of cumulativeOf(points)) {
    if (known.has(keyOf(point))) continue;
    const key: Key = [tenant, point.series_id, point.start_time, point.time];
    for (const row of [statements.before.get(...key), statements.after.get(...key)])
      if (row !== undefined) neighbours.push(row);
    yield;
  }
  return { known, neighbours };
}
