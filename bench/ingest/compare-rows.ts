// What was acknowledged, held against what the store has, record by record.

export interface Sent {
  /** number of the first record */
  readonly first: number;
  /** records a request */
  readonly size: number;
  /** requests that were answered with 200, counted from 0 */
  readonly taken: readonly number[];
}

export interface Comparison {
  /** Records that were acknowledged and have no row. */
  readonly lost: number;
  /** Rows of a record that has one already. */
  readonly doubled: number;
}

/** @param found record numbers of the rows, in any order; those that were refused may be among them */
export function compareRows({ first, size, taken }: Sent, found: readonly number[]): Comparison {
  const there = new Set(found);
  const records = taken.flatMap((request) =>
    Array.from({ length: size }, (_, index) => first + request * size + index),
  );
  return { lost: records.filter((record) => !there.has(record)).length, doubled: found.length - there.size };
}
