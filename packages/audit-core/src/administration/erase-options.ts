// What an erasure is asked, what it reports, and how it counts until then.
import { AuditError } from '../errors.ts';
import type { ErasureSelector } from '../store/erasable-reader.ts';
import type { ActDeps } from './act.ts';

export interface EraseOptions extends ActDeps {
  readonly tenant: string;
  readonly selector: ErasureSelector;
  /** `refuse`: nothing is erased when anything selected is held. `skip`: what is held stays and is counted. */
  readonly onHold: 'refuse' | 'skip';
  /** Most rows of one transaction. Default 5,000. */
  readonly batchRows?: number;
  /** Only counts. */
  readonly dryRun?: boolean;
  /** Stops between two transactions; what was erased until then stays erased and stated. */
  readonly signal?: AbortSignal;
}

export interface EraseReport {
  readonly tenant: string;
  /** rows whose content is gone; with `dryRun`, would be */
  readonly rows: number;
  /** metric points that are gone; with `dryRun`, would be */
  readonly points: number;
  /** selected rows that a hold kept; with `refuse` always 0 */
  readonly held: number;
  /** the same of metric points */
  readonly held_points: number;
  /** names of the holds that kept them */
  readonly holds: readonly string[];
  /** `erasure` and `metrics_erased` rows that were appended */
  readonly erasures: number;
  /** false: the files of an SQLite store still hold the bytes, since somebody else is reading; run it again */
  readonly purged: boolean;
}

export interface Tally {
  rows: number;
  points: number;
  held: number;
  held_points: number;
  erasures: number;
  readonly holds: Set<string>;
}

export function createTally(): Tally {
  return { rows: 0, points: 0, held: 0, held_points: 0, erasures: 0, holds: new Set() };
}

export function reportOf({ tenant }: EraseOptions, { holds, ...counts }: Tally): EraseReport {
  return { tenant, ...counts, holds: [...holds], purged: true };
}

/** @throws AuditError `legal_hold` naming the holds. */
export function assertFree(holds: Iterable<string>): void {
  const names = [...holds];
  if (names.length === 0) return;
  throw new AuditError(
    'legal_hold',
    `What is selected is under legal hold: ${names.join(', ')}. Nothing more was erased. Release the hold first.`,
  );
}
