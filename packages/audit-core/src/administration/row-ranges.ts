// Sets of row numbers as text: `3-5,9`. Rising, not touching, so that one set has one text.

export interface RowRange {
  readonly from: number;
  readonly through: number;
}

const RANGE = /^([1-9][0-9]{0,15})(?:-([1-9][0-9]{0,15}))?$/;

/** @param rows in any order; a row named twice counts once. */
export function rangesOf(rows: Iterable<number>): RowRange[] {
  return joinRanges([...rows].map((seq) => ({ from: seq, through: seq })));
}

/** The same rows in rising ranges that do not touch. */
export function joinRanges(ranges: readonly RowRange[]): RowRange[] {
  const joined: { from: number; through: number }[] = [];
  for (const { from, through } of [...ranges].sort((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    if (last !== undefined && from <= last.through + 1) last.through = Math.max(last.through, through);
    else joined.push({ from, through });
  }
  return joined;
}

export function formatRanges(ranges: readonly RowRange[]): string {
  return ranges.map(({ from, through }) => (from === through ? `${from}` : `${from}-${through}`)).join(',');
}

/** Null for any text that `formatRanges` does not write. */
export function parseRanges(text: string): RowRange[] | null {
  const ranges = text.split(',').map(parseRange);
  const whole = ranges.filter((range) => range !== null);
  if (whole.length !== ranges.length) return null;
  return formatRanges(joinRanges(whole)) === text ? whole : null;
}

export function countRows(ranges: readonly RowRange[]): number {
  return ranges.reduce((sum, { from, through }) => sum + through - from + 1, 0);
}

/** Whether rising ranges hold a row; logarithmic. */
export function includesRow(ranges: readonly RowRange[], seq: number): boolean {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((ranges[middle]?.through ?? Infinity) < seq) low = middle + 1;
    else high = middle;
  }
  const range = ranges[low];
  return range !== undefined && range.from <= seq;
}

function parseRange(text: string): RowRange | null {
  const [, first = '', last = first] = RANGE.exec(text) ?? [];
  const range = { from: Number(first), through: Number(last) };
  const isRange = first !== '' && range.from <= range.through && Number.isSafeInteger(range.through);
  return isRange && formatRanges([range]) === text ? range : null;
}

/** Rows of the first that are not in the second. Both rise and do not touch. */
export function withoutRows(ranges: readonly RowRange[], others: readonly RowRange[]): RowRange[] {
  return ranges.flatMap((range) => {
    const left: RowRange[] = [];
    let { from } = range;
    for (const other of others) {
      if (other.through < from || other.from > range.through) continue;
      if (other.from > from) left.push({ from, through: other.from - 1 });
      from = other.through + 1;
    }
    return from <= range.through ? [...left, { from, through: range.through }] : left;
  });
}
