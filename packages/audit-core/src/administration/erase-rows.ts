// The rows of an erasure: counted, or their content removed page by page.
import {
  lastSelectable,
  readErasable,
  type ErasableRow,
  type ErasureSelector,
} from '../store/erasable-reader.ts';
import type { Act } from './act.ts';
import { erasePage, sortByHolds, type PageAct } from './erase-page.ts';
import type { EraseOptions, Tally } from './erase-options.ts';
import type { LegalHold } from './holds.ts';
import { countRows, rangesOf, type RowRange } from './row-ranges.ts';

const BATCH_ROWS = 5000;
/** Keeps the longest `erasure` row at some 20 kB. */
const RANGES_PER_ROW = 1000;

/** Pages of rows that are stored now; what arrives meanwhile is left. @param size of the chain */
export async function* erasableRows(
  { database, tenant, selector, batchRows: pageRows = BATCH_ROWS, signal }: EraseOptions,
  size: number,
): AsyncGenerator<readonly ErasableRow[]> {
  const through = await lastSelectable(database.knex, tenant, selector, size);
  for await (const page of readErasable(database.knex, { tenant, selector, through, pageRows })) {
    if (signal?.aborted === true) return;
    yield page;
  }
}

export function countRowsOfPage(
  page: readonly ErasableRow[],
  holds: readonly LegalHold[],
  tally: Tally,
): void {
  const { free, held, holds: names } = sortByHolds(page, holds);
  tally.rows += free.length;
  tally.held += held.length;
  for (const name of names) tally.holds.add(name);
}

export async function eraseRowsOfPage(
  options: EraseOptions,
  page: readonly ErasableRow[],
  tally: Tally,
): Promise<void> {
  let stated: readonly (readonly RowRange[])[] = [];
  const act: PageAct<ErasableRow> = (free) => ({
    erase: free.map(({ seq }) => seq),
    decide: ({ erased }) => {
      stated = chunksOf(rangesOf(erased));
      return actOf(stated, options.selector);
    },
  });
  const { held, holds } = await erasePage(options, page, act);
  tally.held += held.length;
  for (const name of holds) tally.holds.add(name);
  tally.erasures += stated.length;
  tally.rows += stated.reduce((sum, rows) => sum + countRows(rows), 0);
}

function actOf(stated: readonly (readonly RowRange[])[], { by }: ErasureSelector): Act {
  return { records: stated.map((rows) => ({ act: 'erasure', rows, selector: by })) };
}

function chunksOf(ranges: readonly RowRange[]): RowRange[][] {
  const chunks: RowRange[][] = [];
  for (let first = 0; first < ranges.length; first += RANGES_PER_ROW)
    chunks.push(ranges.slice(first, first + RANGES_PER_ROW));
  return chunks;
}
