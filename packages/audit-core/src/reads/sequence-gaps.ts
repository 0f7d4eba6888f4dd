// Holes in the clients' own counters: events that were made and never came.
import type { Database } from '../store/database.ts';
import { guarded } from './guarded.ts';
import { millisecondsToNanoseconds } from './time.ts';

/** Of the sessions of one tenant whose events carry a counter. */
export interface SequenceGaps {
  readonly sessions: number;
  readonly sessions_with_gaps: number;
  readonly events: number;
  /** At least so many are missing. */
  readonly missing: number;
}

const TOTALS = [
  'COUNT(*) AS sessions',
  'SUM(CASE WHEN expected > seen THEN 1 ELSE 0 END) AS with_gaps',
  'SUM(seen) AS events',
  'SUM(expected - seen) AS missing',
];

/**
 * A lower bound: between the least and the greatest number seen in a session, those that are absent. The counter is one
 * of the process and begins anew on resume, so processes that share a session can fill each other's holes; they cannot
 * make one. @param since client time, Unix milliseconds. Throws AuditError `store_unavailable`.
 */
export async function readSequenceGaps(
  { knex }: Database,
  tenant: string,
  since: number,
): Promise<SequenceGaps> {
  const sessions = knex('audit_logs')
    .where({ tenant })
    .where('occurred_at', '>=', millisecondsToNanoseconds(since))
    .whereNotNull('session_id')
    .whereNotNull('client_sequence')
    .groupBy('session_id')
    .select(
      knex.raw('COUNT(DISTINCT client_sequence) AS seen'),
      knex.raw('MAX(client_sequence) - MIN(client_sequence) + 1 AS expected'),
    );
  const [totals] = await guarded(() =>
    knex.from(sessions.as('s')).select<Totals[]>(TOTALS.map((sql) => knex.raw(sql))),
  );
  return {
    sessions: totals?.sessions ?? 0,
    sessions_with_gaps: totals?.with_gaps ?? 0,
    events: totals?.events ?? 0,
    missing: totals?.missing ?? 0,
  };
}

/** Sums over nothing are null. */
interface Totals {
  readonly sessions: number;
  readonly with_gaps: number | null;
  readonly events: number | null;
  readonly missing: number | null;
}
