// What the overview shows: a period and the one before it.
import type { UsageRow } from '../api/types.ts';
import type { Period } from './period.ts';

export interface Overview {
  readonly period: Period;
  /** one row per hour or day */
  readonly current: readonly UsageRow[];
  readonly before: readonly UsageRow[];
  /** undefined: more than can be counted in one answer */
  readonly users: number | undefined;
  readonly usersBefore: number | undefined;
}
