// The last retention run of each tenant. For people to look at; what was erased is stated in the chain.
import { AuditError, type Database, type EraseReport } from '@governance-agent/audit-core';

export interface RetentionRun {
  /** Unix milliseconds */
  readonly ranAt: number;
  readonly days: number;
  readonly rows: number;
  readonly points: number;
  readonly held: number;
  readonly heldPoints: number;
  /** Code of the error that ended it, or null. */
  readonly problem: string | null;
}

type Counts = Pick<EraseReport, 'rows' | 'points' | 'held' | 'held_points'>;
export const NOTHING_COUNTED: Counts = { rows: 0, points: 0, held: 0, held_points: 0 };

export type RunOutcome = Counts & { readonly problem?: string };

/** Takes the place of the run before. Throws AuditError `store_unavailable`. */
export async function recordRetentionRun(
  { knex }: Database,
  tenant: string,
  { ranAt, days }: Pick<RetentionRun, 'ranAt' | 'days'>,
  { rows, points, held, held_points, problem = '' }: RunOutcome,
): Promise<void> {
  const counts = { rows, points, held, held_points };
  const run = { tenant, ran_at: ranAt, days, ...counts, problem: problem === '' ? null : problem };
  try {
    await knex<Record<string, unknown>>('retention_runs').insert(run).onConflict('tenant').merge();
  } catch (cause) {
    throw new AuditError('store_unavailable', 'The store could not be written. Try again.', { cause });
  }
}

/** undefined: none so far. Throws the driver's error. */
export async function readRetentionRun(
  { knex }: Database,
  tenant: string,
): Promise<RetentionRun | undefined> {
  const row: Readonly<Record<string, unknown>> | undefined = await knex<Record<string, unknown>>(
    'retention_runs',
  )
    .where({ tenant })
    .first();
  if (row === undefined) return undefined;
  return {
    ranAt: Number(row['ran_at']),
    days: Number(row['days']),
    rows: Number(row['rows']),
    points: Number(row['points']),
    held: Number(row['held']),
    heldPoints: Number(row['held_points']),
    problem: typeof row['problem'] === 'string' ? row['problem'] : null,
  };
}
