// How much of a group is landed at a stretch: rows of many people cost the rollups far more than rows of few.
import type { SealedRow } from '../row.ts';

type Told = Pick<
  SealedRow,
  'session_id' | 'user_id' | 'user_email' | 'user_account_uuid' | 'model' | 'tool_name'
>;

/** Each is a handful of cells and members in every dimension: some tenths of a millisecond. */
const MOST_UNLIKE = 32;

/** The rows in order, in portions that are rolled up together: the more of them are alike, the longer. */
export function* inPortions<Row extends Told>(rows: readonly Row[]): Generator<readonly Row[]> {
  let start = 0;
  let unlike = new Set<string>();
  for (const [index, row] of rows.entries()) {
    unlike.add(likeness(row));
    if (unlike.size <= MOST_UNLIKE) continue;
    yield rows.slice(start, index);
    start = index;
    unlike = new Set([likeness(row)]);
  }
  if (start < rows.length) yield rows.slice(start);
}

function likeness(row: Told): string {
  return `${row.session_id}\n${row.user_id ?? row.user_email ?? row.user_account_uuid}\n${row.model}\n${row.tool_name}`;
}

const LARGE_TEXT = 64 * 1024;

/** Takes as long as many rows. */
export function isLarge({ attributes, resource }: Pick<SealedRow, 'attributes' | 'resource'>): boolean {
  return attributes.length + resource.length >= LARGE_TEXT;
}
