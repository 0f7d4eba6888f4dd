// Damage that was found: runs of rows with one kind of it.
import type { RowRange } from '../administration/row-ranges.ts';

/** What kind of damage was found. `rollup`: what is derived from the rows is not what they say; they are whole. */
export type BreakKind = 'content' | 'link' | 'signature' | 'seq' | 'origin' | 'root' | 'column' | 'rollup';

/** A run of rows with one kind of damage; `seq` is the first, `through` the last. */
export interface Break {
  readonly seq: number;
  readonly through: number;
  readonly kind: BreakKind;
  readonly detail: string;
}

export function breakAt(seq: number, kind: BreakKind, detail: string): Break {
  return { seq, through: seq, kind, detail };
}

/** Rows of which the envelope alone is there, without a row of the chain that says so: the rows are missing. */
export function undetachedBreaks(rows: readonly RowRange[]): Break[] {
  const detail = 'rows are among the detached, and no row of the chain says so';
  return rows.map(({ from, through }) => ({ seq: from, through, kind: 'seq', detail }));
}

/** Joins neighbouring rows with the same kind of damage; the detail is that of the first. */
export function mergeBreaks(breaks: readonly Break[]): Break[] {
  const merged: Break[] = [];
  const open = new Map<BreakKind, number>();
  for (const found of [...breaks].sort((a, b) => a.seq - b.seq)) {
    const index = open.get(found.kind);
    const last = index === undefined ? undefined : merged[index];
    if (index !== undefined && last !== undefined && found.seq <= last.through + 1) {
      merged[index] = { ...last, through: Math.max(last.through, found.through) };
    } else {
      open.set(found.kind, merged.push(found) - 1);
    }
  }
  return merged;
}
