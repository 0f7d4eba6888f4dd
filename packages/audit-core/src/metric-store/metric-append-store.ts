// The port between the metric writer and a database: one transaction that reads what is there and lands what is new.
import type { AppendPlan, BatchPoint, StoredState } from './plan-append.ts';
import { DAILY_COLUMNS, POINT_COLUMNS, SERIES_COLUMNS, type SeriesRow } from './metric-rows.ts';

export interface MetricBatch {
  readonly tenant: string;
  /** One row a series. */
  readonly series: readonly SeriesRow[];
  readonly points: readonly BatchPoint[];
}

export interface MetricAppendStore {
  /**
   * Locks the tenant's metrics, reads the state, calls `plan` and stores what it returns, in one transaction.
   * Resolves after commit. Rejects with the driver's error; nothing is stored then.
   */
  transact(batch: MetricBatch, plan: (state: StoredState) => AppendPlan): Promise<AppendPlan>;
}

/** Rows that later points of a stream are compared with (`isReading`). */
export const IS_READING = '(value IS NOT NULL OR observations IS NOT NULL)';

export function isReading(alias: string): string {
  return `(${alias}.value IS NOT NULL OR ${alias}.observations IS NOT NULL)`;
}

/** Numbers points in the transaction that lands them; the row stays locked until commit, so no number shows up late. */
export const TAKE_ARRIVALS = `INSERT INTO metric_arrivals (tenant, arrival, salt) VALUES (?, ?, ?)
  ON CONFLICT (tenant) DO UPDATE SET arrival = metric_arrivals.arrival + excluded.arrival RETURNING arrival`;

export const POINT_LIST = POINT_COLUMNS.join(', ');
export const SERIES_LIST = SERIES_COLUMNS.join(', ');
export const DAILY_LIST = DAILY_COLUMNS.join(', ');

/** What is known of a series stays, except where its text had been withheld and now could be masked. */
const REPLACED_WHEN_WITHHELD = SERIES_COLUMNS.filter(
  (column) => !['tenant', 'series_id', 'first_seen', 'last_seen'].includes(column),
);

export const ON_KNOWN_SERIES = `ON CONFLICT (tenant, series_id) DO UPDATE SET last_seen = excluded.last_seen, ${REPLACED_WHEN_WITHHELD.map(
  (column) =>
    `${column} = CASE WHEN metric_series.masking = 'withheld' THEN excluded.${column} ELSE metric_series.${column} END`,
).join(', ')}`;

const sumOf = (column: string): string => `${column} = metric_daily.${column} + excluded.${column}`;
const extreme = (column: string, sign: '<' | '>'): string =>
  `${column} = CASE WHEN metric_daily.${column} IS NULL OR excluded.${column} ${sign} metric_daily.${column}
   THEN coalesce(excluded.${column}, metric_daily.${column}) ELSE metric_daily.${column} END`;
const newest = (column: string): string =>
  `${column} = CASE WHEN metric_daily.last_time IS NULL OR excluded.last_time >= metric_daily.last_time
   THEN excluded.${column} ELSE metric_daily.${column} END`;

export const ON_KNOWN_DAY = `ON CONFLICT (tenant, series_id, day) DO UPDATE SET ${[
  ...['points', 'total', 'observations'].map(sumOf),
  extreme('lowest', '<'),
  extreme('highest', '>'),
  newest('last'),
  newest('last_time'),
].join(', ')}`;

/** The points whose neighbours matter. */
export function cumulativeOf(points: readonly BatchPoint[]): BatchPoint[] {
  return points.filter(({ counting }) => counting === 'cumulative');
}
