// Which erasures name the rows that go by. Rows come in order of seq, so one pass over the named ranges is enough.
import type { AdministrationRow } from '../../store/administration-reader.ts';

export interface ErasureSweep {
  /** The next row; true where an erasure names it. */
  isErased(seq: number): boolean;
  /** Rows of the erasures that named a row so far. */
  readonly used: ReadonlySet<number>;
}

export function createErasureSweep(acts: readonly AdministrationRow[]): ErasureSweep {
  const ranges = acts
    .flatMap(({ seq, record }) =>
      record.act === 'erasure' ? record.rows.map((rows) => ({ seq, ...rows })) : [],
    )
    .sort((a, b) => a.from - b.from);
  const used = new Set<number>();
  let next = 0;
  let covered = 0;
  const isErased = (seq: number): boolean => {
    for (let range = ranges[next]; range !== undefined && range.from <= seq; range = ranges[next]) {
      if (range.through >= seq) used.add(range.seq);
      covered = Math.max(covered, range.through);
      next += 1;
    }
    return covered >= seq;
  };
  return { isErased, used };
}
