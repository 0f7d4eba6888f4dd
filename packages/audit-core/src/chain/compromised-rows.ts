// Rows that a compromised key may have forged: signed at or after a time, before the statement that says so.
import type { KeyCompromised } from '../administration/record.ts';
import type { KeySchedule } from './key-schedule.ts';

export interface CompromisedAct {
  readonly seq: number;
  readonly record: KeyCompromised;
}

/** They prove nothing, unless a head that the verifier got elsewhere covers the last of them. */
export interface CompromisedRows {
  readonly key_id: string;
  /** Unix milliseconds, collector clock */
  readonly since: number;
  readonly rows: number;
  /** first and last of them */
  readonly from: number;
  readonly through: number;
}

/**
 * @param firstAt the first row received at or after `since`, `Infinity` for none. The collector clock never goes back
 * within a chain, so every row behind it is of that time too.
 * @returns null when the key signed no such row.
 */
export function compromisedRows(
  schedule: KeySchedule,
  { seq, record: { key_id, since } }: CompromisedAct,
  firstAt: number,
): CompromisedRows | null {
  const ranges = schedule.periods
    .filter(({ keyId }) => keyId === key_id)
    .map((period) => ({ from: Math.max(firstAt, period.from), through: Math.min(period.through, seq - 1) }))
    .filter(({ from, through }) => from <= through);
  const [first] = ranges;
  const last = ranges.at(-1);
  if (first === undefined || last === undefined) return null;
  const rows = ranges.reduce((sum, { from, through }) => sum + through - from + 1, 0);
  return { key_id, since, rows, from: first.from, through: last.through };
}
