// Makes the days of a tenant anew from its points: after a repair, or to prove that they agree.
import type { Knex } from 'knex';
import { guarded } from '../reads/guarded.ts';
import type { Database } from '../store/database.ts';
import { DAILY_LIST } from './metric-append-store.ts';
import { POINT_READING } from './per-series.ts';

const DAY = `(CAST(metric_points.time AS BIGINT) / 86400000000000)`;

/** Adds the days of a tenant's points anew. @param more further conditions on `metric_points`, with their bindings between the two tenants */
export const rebuildDays = (more: string): string => `INSERT INTO metric_daily (tenant, ${DAILY_LIST})
  WITH readings AS (
    SELECT ${POINT_READING}, ${DAY} AS day FROM metric_points
    JOIN metric_series ON metric_series.tenant = metric_points.tenant
      AND metric_series.series_id = metric_points.series_id
    WHERE metric_points.tenant = ? ${more}
  ), ranked AS (
    SELECT readings.*, row_number() OVER (PARTITION BY series_id, day ORDER BY last_time DESC NULLS LAST) AS newest
    FROM readings
  )
  SELECT ?, series_id, day, sum(points), sum(total), sum(observations), min(lowest), max(highest),
    max(CASE WHEN newest = 1 THEN last END), max(last_time)
  FROM ranked GROUP BY series_id, day`;

/** Run it while nothing is ingested for the tenant. @throws AuditError `store_unavailable`. */
export function rebuildMetricDaily({ knex }: Database, tenant: string): Promise<void> {
  return guarded(() => knex.transaction((transaction) => rebuild(transaction, tenant)));
}

async function rebuild(knex: Knex, tenant: string): Promise<void> {
  await knex('metric_daily').where({ tenant }).delete();
  await knex.raw(rebuildDays(''), [tenant, tenant]);
}
