// The one way into the metric tables: masked series in, durable points out, once.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { AuditError } from '../errors.ts';
import type { Clock, Destination } from '../ports.ts';
import type { Database } from '../store/database.ts';
import { isDataError } from '../store/data-error.ts';
import type { MaskedMetric } from './masked-metric.ts';
import type { MetricAppendStore, MetricBatch } from './metric-append-store.ts';
import { metricPortions } from './metric-portions.ts';
import { planAppend } from './plan-append.ts';
import { createPostgresMetricStore } from './postgres-metrics.ts';
import { assertPreparedMetrics, createMetricPreparer, type PreparedMetrics } from './prepared-metrics.ts';
import { createSqliteMetricStore } from './sqlite-metrics.ts';

export interface MetricReceipt {
  /** Points added by this call. */
  readonly appended: number;
  /** Points that were in the store already, or twice in this call; they added nothing. */
  readonly duplicates: number;
}

/**
 * The write side for metrics. Resolves after commit: durable, once. Rejects with AuditError, nothing stored, or of a long
 * request its first portions: sending it again adds the rest, once.
 */
export interface MetricWriter {
  append(destination: Destination, metrics: readonly MaskedMetric[]): Promise<MetricReceipt>;
  /** The same for what a metric preparer made, here or on another thread. */
  appendPrepared(batch: PreparedMetrics): Promise<MetricReceipt>;
  /** Refuses new work, commits what was taken, then resolves. */
  close(): Promise<void>;
}

export interface MetricWriterDeps {
  readonly database: Database;
  readonly clock: Clock;
  /** Points waiting over all tenants before `queue_full`. Default 50,000. */
  readonly maxQueuedPoints?: number;
}

/**
 * Opens the write side. `append` and `appendPrepared` reject with `store_unavailable`, `queue_full`, `writer_closed`, `not_masked` or
 * `invalid_event`; a retry of the first three is safe.
 */
export function createMetricWriter(deps: MetricWriterDeps): MetricWriter {
  const { database, clock, maxQueuedPoints = 50_000 } = deps;
  const store = metricStore(database);
  const prepare = createMetricPreparer({ clock });
  const inTurn = createTurns();
  let closed = false;
  let waiting = 0;

  const assertOpen = (): void => {
    if (closed) throw new AuditError('writer_closed', 'The writer is closing. Send again.');
  };
  const appendPrepared = async (batch: PreparedMetrics): Promise<MetricReceipt> => {
    assertOpen();
    assertPreparedMetrics(batch);
    const count = batch.points.length;
    if (waiting > 0 && waiting + count > maxQueuedPoints)
      throw new AuditError('queue_full', 'Too many points are waiting. Send again.');
    waiting += count;
    try {
      const appended = await inTurn.take(batch.tenant, () => commitPortions(store, batch));
      return { appended, duplicates: count - appended };
    } finally {
      waiting -= count;
    }
  };
  const append = async (
    destination: Destination,
    metrics: readonly MaskedMetric[],
  ): Promise<MetricReceipt> => {
    // Before the work of preparing, not after it.
    assertOpen();
    return appendPrepared(prepare(destination, metrics));
  };
  const close = async (): Promise<void> => {
    closed = true;
    await inTurn.idle();
  };
  return { append, appendPrepared, close };
}

function metricStore({ dialect, knex }: Database): MetricAppendStore {
  return dialect === 'sqlite' ? createSqliteMetricStore(knex) : createPostgresMetricStore(knex);
}

/** @returns how many points were added */
async function commitPortions(store: MetricAppendStore, batch: PreparedMetrics): Promise<number> {
  let appended = 0;
  for (const [at, portion] of metricPortions(batch).entries()) {
    if (at > 0) await nextTurn();
    appended += (await commit(store, portion)).points.length;
  }
  return appended;
}

async function commit(store: MetricAppendStore, batch: MetricBatch) {
  try {
    return await store.transact(batch, (state) => planAppend(batch.points, state));
  } catch (cause) {
    if (isDataError(cause))
      throw new AuditError('invalid_event', 'The store refuses what a point holds.', { cause });
    throw new AuditError(
      'store_unavailable',
      'The store did not take the points; nothing was stored. Send again.',
      {
        cause,
      },
    );
  }
}

/** Requests of one tenant go one after the other: they would wait for each other inside of the database anyway. */
function createTurns() {
  const last = new Map<string, Promise<unknown>>();
  const take = <T>(tenant: string, work: () => Promise<T>): Promise<T> => {
    const turn = (last.get(tenant) ?? Promise.resolve()).then(work, work);
    last.set(tenant, turn);
    const leave = (): void => {
      if (last.get(tenant) === turn) last.delete(tenant);
    };
    turn.then(leave, leave);
    return turn;
  };
  const idle = async (): Promise<void> => {
    await Promise.allSettled([...last.values()]);
  };
  return { take, idle };
}
