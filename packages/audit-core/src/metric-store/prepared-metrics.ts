// Masked series made ready for their tables: everything that does not need the store, so it can be done on any thread.
import { AuditError } from '../errors.ts';
import type { Clock, Destination } from '../ports.ts';
import { countingOf } from './increase.ts';
import { assertMaskedMetric, type MaskedMetric } from './masked-metric.ts';
import type { MetricBatch } from './metric-append-store.ts';
import { seriesKey } from './metric-identity.ts';
import { pointRow, seriesRow, type SeriesRow } from './metric-rows.ts';
import type { BatchPoint } from './plan-append.ts';

declare const prepared: unique symbol;

/** Series and points that wait for their transaction. Plain data: it survives a structured clone, the brand does not. */
export type PreparedMetricRows = MetricBatch;

/** What `appendPrepared` of a metric writer takes: rows of masked series. */
export type PreparedMetrics = PreparedMetricRows & { readonly [prepared]: true };

export interface MetricPreparerDeps {
  readonly clock: Clock;
}

/** @throws AuditError `not_masked`, or `invalid_event` for a value outside the canonical profile. */
export type MetricPreparer = (destination: Destination, metrics: readonly MaskedMetric[]) => PreparedMetrics;

// The run-time half of the brand, as with prepared rows of events.
const minted = new WeakSet<PreparedMetricRows>();

export function createMetricPreparer({ clock }: MetricPreparerDeps): MetricPreparer {
  return (destination, metrics) => mint(batchOf(destination, metrics, clock.now()));
}

/**
 * Takes over what a `MetricPreparer` made on another thread of this process and sent here. For that alone: the caller
 * vouches that the message came from a thread that runs its own code, for nothing is masked again.
 */
export function adoptPreparedMetrics(received: PreparedMetricRows): PreparedMetrics {
  return mint(received);
}

/** @throws AuditError `not_masked` for rows that no preparer made. */
export function assertPreparedMetrics(batch: PreparedMetrics): void {
  if (!minted.has(batch))
    throw new AuditError('not_masked', 'Only rows from a metric preparer can be appended.');
}

function mint(rows: PreparedMetricRows): PreparedMetrics {
  minted.add(rows);
  return rows as PreparedMetrics;
}

function batchOf(destination: Destination, metrics: readonly MaskedMetric[], now: number): MetricBatch {
  const series = new Map<string, SeriesRow>();
  const points: BatchPoint[] = [];
  for (const metric of metrics) {
    assertMaskedMetric(metric);
    const id = seriesKey(destination.dataset, metric.identity);
    const counting = countingOf(metric);
    if (!series.has(id)) series.set(id, seriesRow(destination, metric, now));
    for (const point of metric.points) points.push({ ...pointRow(id, point), counting });
  }
  return { tenant: destination.tenant, series: [...series.values()], points };
}
