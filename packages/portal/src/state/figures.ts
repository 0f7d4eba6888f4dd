// Sums over usage rows, and the running figures of a period with its empty hours and days in place.
import type { Totals, UsageRow } from '../api/types.ts';
import { bucketsOf, type Period } from './period.ts';

export type Figure = keyof Totals;

export function sumOf(rows: readonly Totals[], figure: Figure): number {
  return rows.reduce((sum, row) => sum + row[figure], 0);
}

export interface Bucket {
  /** start, RFC 3339 */
  readonly start: string;
  readonly totals: Partial<Totals>;
}

/** Every bucket of the period, also those in which nothing happened. */
export function bucketsWith(rows: readonly UsageRow[], period: Period): readonly Bucket[] {
  const byStart = new Map(rows.map((row) => [row.bucket, row]));
  return bucketsOf(period).map((start) => ({ start, totals: byStart.get(start) ?? {} }));
}
