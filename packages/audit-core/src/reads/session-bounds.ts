// How sessions lie in a period, told from their summaries; and which of their rows do.
import { ALL } from '../rollups/dimensions.ts';
import { hourFrom, hourWithin } from '../rollups/hour.ts';
import type { Dialect } from '../store/dialect.ts';
import { inOrder, joined, sqlText, type SqlText } from './sql-text.ts';
import { clampMilliseconds, millisecondsToNanoseconds } from './time.ts';

/** Unix milliseconds, as in filters. */
export interface Bounds {
  readonly since?: number | undefined;
  readonly until?: number | undefined;
}

/** Of `session_summaries`: no row of the session lies outside. */
export function wholeWithin({ since, until }: Bounds): SqlText[] {
  return [
    ...(since === undefined ? [] : [sqlText('started >= ?', millisecondsToNanoseconds(since))]),
    ...(until === undefined ? [] : [sqlText('ended < ?', millisecondsToNanoseconds(until))]),
  ];
}

/**
 * The same of sessions that are walked from the newest: they stand in the chain where the rows of the period do. Without
 * statistics SQLite would rather sort all sessions of the period.
 */
export function wholeAmongNewest(dialect: Dialect, tenant: string, bounds: Bounds): SqlText[] {
  const whole = wholeWithin(bounds);
  if (whole.length === 0) return [];
  const rows = rowsOfHours(tenant, bounds);
  return [
    ...whole.map(({ sql, bindings }) => sqlText(dialect === 'sqlite' ? `+${sql}` : sql, ...bindings)),
    inOrder('newest_seq >= (SELECT min(first_seq)', rows, ')'),
    inOrder('newest_seq <= (SELECT max(newest_seq)', rows, ')'),
  ];
}

function rowsOfHours(tenant: string, { since, until }: Bounds): SqlText {
  const hours = [
    sqlText('tenant = ? AND dimension = ? AND hours = 1', tenant, ALL),
    ...(since === undefined ? [] : [sqlText('start >= ?', hourWithin(clampMilliseconds(since)))]),
    ...(until === undefined ? [] : [sqlText('start < ?', hourFrom(clampMilliseconds(until)))]),
  ];
  return inOrder('FROM usage_rollups WHERE', joined(hours, ' AND '));
}

/** Of `session_summaries`: rows of the session may lie within. */
export function overlapping({ since, until }: Bounds): SqlText[] {
  return [
    ...(since === undefined ? [] : [sqlText('ended >= ?', millisecondsToNanoseconds(since))]),
    ...(until === undefined ? [] : [sqlText('started < ?', millisecondsToNanoseconds(until))]),
  ];
}

/** Queries for the sessions of a tenant that lie on both sides of a bound, each one range of the index over time. */
export function crossing(tenant: string, { since, until }: Bounds): SqlText[] {
  const over = (bound: number): SqlText => {
    const time = millisecondsToNanoseconds(bound);
    const sessions = 'SELECT session_id FROM session_summaries WHERE';
    return sqlText(`${sessions} tenant = ? AND ended >= ? AND started < ?`, tenant, time, time);
  };
  if (until === undefined) return since === undefined ? [] : [over(since)];
  // Those that lie on both sides of both are listed once.
  const ended = sqlText('AND ended < ?', millisecondsToNanoseconds(until));
  return [...(since === undefined ? [] : [inOrder(over(since), ended)]), over(until)];
}

/** Of `audit_logs AS l`, of few sessions. */
export function rowsWithin(dialect: Dialect, { since, until }: Bounds): SqlText[] {
  // No index by time: that of the session leads to fewer rows, and planners do not know.
  const time = dialect === 'sqlite' ? '+l.occurred_at' : `(l.occurred_at || '')`;
  return [
    ...(since === undefined ? [] : [sqlText(`${time} >= ?`, millisecondsToNanoseconds(since))]),
    ...(until === undefined ? [] : [sqlText(`${time} < ?`, millisecondsToNanoseconds(until))]),
  ];
}
