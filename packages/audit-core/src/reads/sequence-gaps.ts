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
  const totals: Readonly<Record<string, number | null>> | undefined = await guarded(() =>
    knex
      .from(sessions.as('s'))
      .select(
        knex.raw('COUNT(*) AS sessions'),
        knex.raw('SUM(CASE WHEN expected > seen THEN 1 ELSE 0 END) AS with_gaps'),
        knex.raw('SUM(seen) AS events'),
        knex.raw('SUM(expected - seen) AS missing'),
      )
      .first(),
  );
  return {
    sessions: totals?.['sessions'] ?? 0,
    sessions_with_gaps: totals?.['with_gaps'] ?? 0,
    events: totals?.['events'] ?? 0,
    missing: totals?.['missing'] ?? 0,
  };
}
