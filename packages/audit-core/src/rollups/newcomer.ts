// Somebody in an hour, in one dimension and value, where they are not remembered to have been.
import type { MemberKind } from './rollup-delta.ts';

export interface Newcomer {
  readonly dimension: string;
  readonly value: string;
  readonly hour: number;
  readonly kind: MemberKind;
  /** session id, or actor */
  readonly name: string;
  /** as it stands in the table */
  readonly member: string;
  /** newest hour in the store at or before this one; null without */
  before: number | null;
  /** first hour in the store after this one; null without */
  after: number | null;
}
