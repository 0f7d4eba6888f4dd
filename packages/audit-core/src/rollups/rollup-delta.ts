// What rollups are made of, and what a batch of rows adds to them.
import type { SealedRow } from '../row.ts';
import type { DimensionedRow } from './dimensions.ts';
import type { Figures, FiguredRow } from './figures.ts';

export type RolledRow = DimensionedRow &
  FiguredRow &
  Pick<SealedRow, 'seq' | 'occurred_at' | 'correlation_id'>;

/** Figures of one hour, of the rows with one value in one dimension. */
export interface UsageCell {
  readonly dimension: string;
  readonly value: string;
  readonly hour: number;
  readonly first_seq: number;
  readonly newest_seq: number;
  readonly figures: Figures;
}

/** That a session or a user was there in an hour, among the rows with one value in one dimension. */
export interface UsageMember {
  readonly dimension: string;
  readonly value: string;
  readonly kind: MemberKind;
  /** session id, or actor */
  readonly member: string;
  readonly hour: number;
}

export type MemberKind = 'session' | 'user';

export interface RollupDelta {
  readonly cells: readonly UsageCell[];
  readonly members: readonly UsageMember[];
  readonly sessions: readonly SessionSum[];
}

export interface SessionSum {
  readonly session_id: string;
  /** number of its first row; names the session in the tables of members */
  readonly first_seq: number;
  readonly newest_seq: number;
  /** client times: the least and the greatest */
  readonly started: string;
  readonly ended: string;
  /** least of its rows, by code points */
  readonly plane: string;
  /** least and greatest of its rows, by code points; null where no row names one */
  readonly actor_least: string | null;
  readonly actor: string | null;
  readonly figures: Figures;
  /** correlation ids, each once */
  readonly turns: ReadonlySet<string>;
}
