// Values as SQLite takes them, and as it gives them back, held against the types that their columns are to have.

/**
 * A parameter of a statement that is prepared once. Where there is an ORDER BY, SQLite plans anew for each value of a bare one,
 * which takes longer than a look-up.
 */
export const TEXT = 'CAST(? AS TEXT)';
export const INTEGER = 'CAST(? AS INTEGER)';

export interface Column {
  readonly sql: string;
  readonly type: 'string' | 'number';
  /** may be null */
  readonly isOptional?: true;
}

/** @param first place of the first column among the values. */
export function isSound(columns: readonly Column[], values: readonly unknown[], first: number): boolean {
  // Once for every value of every row that is verified.
  for (let index = 0; index < columns.length; index += 1) {
    const value = values[index + first];
    const column = columns[index];
    if (typeof value !== column?.type && !(value === null && column?.isOptional === true)) return false;
  }
  return true;
}

/** The same values, and in place of those of other types some that are of theirs: what they were is lost. */
export function mended<Values extends readonly unknown[]>(
  columns: readonly Column[],
  values: Values,
  first: number,
): Values {
  const rest = columns.map((column, index) => mendedValue(column, values[index + first]));
  // Each is of its column's type now.
  return [...values.slice(0, first), ...rest] as unknown as Values;
}

function mendedValue({ type, isOptional }: Column, value: unknown): string | number | null {
  if (value === null && isOptional === true) return null;
  if (type === 'number') return typeof value === 'number' ? value : 0;
  return typeof value === 'string' ? value : '';
}
