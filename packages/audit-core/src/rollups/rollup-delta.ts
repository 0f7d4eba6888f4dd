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

/** The same, and who was there. */
export interface UsagePlace extends UsageCell {
  readonly members: Readonly<Record<MemberKind, ReadonlySet<string>>>;
}

/** Members are session ids and actors. */
export type MemberKind = 'session' | 'user';
export const MEMBER_KINDS: readonly MemberKind[] = ['session', 'user'];

export interface RollupDelta {
  /** The hours of one dimension and value follow each other, rising. */
  readonly places: readonly UsagePlace[];
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
  /** the same of `user_email` alone, which is what a member is known by */
  readonly email_least: string | null;
  readonly email: string | null;
  /** rows without `user_email` */
  readonly unnamed: number;
  readonly figures: Figures;
  /** correlation ids, each once */
  readonly turns: ReadonlySet<string>;
}
