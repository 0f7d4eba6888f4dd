// Tables for people.
import Table from 'cli-table3';

export type Cell = string | number | null | undefined;

export function table(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const drawn = new Table({ head: [...head], style: { head: [], border: [], compact: true } });
  for (const row of rows) drawn.push(row.map(text));
  return drawn.toString();
}

function text(cell: Cell): string {
  return printable(String(cell ?? ''));
}

/** Control characters out of telemetry must not reach a terminal. */
export function printable(value: string): string {
  return value.replace(/\p{C}/gu, '·');
}

/** At most `length` characters, on one line. */
export function shorten(value: string, length: number): string {
  const line = value.replace(/\s+/g, ' ').trim();
  return line.length <= length ? line : `${line.slice(0, length - 1)}…`;
}
