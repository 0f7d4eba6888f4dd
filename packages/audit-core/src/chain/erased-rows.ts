// Rows whose content may be gone, or that may be detached: the sets that administrative rows of the chain name.
import type { Detachment, Erasure } from '../administration/record.ts';
import { includesRow, joinRanges, type RowRange } from '../administration/row-ranges.ts';

export interface ErasureAct {
  readonly seq: number;
  readonly record: Erasure;
}

export interface DetachmentAct {
  readonly seq: number;
  readonly record: Detachment;
}

/** Rising ranges that do not touch. An act speaks of rows before its own alone. */
export function erasedRows(acts: readonly (ErasureAct | DetachmentAct)[]): RowRange[] {
  const named = acts.flatMap(({ seq, record }) =>
    record.rows.map(({ from, through }) => ({ from, through: Math.min(through, seq - 1) })),
  );
  return joinRanges(named.filter(({ from, through }) => from <= through));
}

/** The ranges within `from` to `through`. */
export function rangesWithin(ranges: readonly RowRange[], from: number, through: number): RowRange[] {
  return ranges
    .filter((range) => range.through >= from && range.from <= through)
    .map((range) => ({ from: Math.max(range.from, from), through: Math.min(range.through, through) }));
}

/** Which of these rows are not named by any erasure. */
export function unexplained(gone: readonly number[], erased: readonly RowRange[]): number[] {
  return gone.filter((seq) => !includesRow(erased, seq));
}
