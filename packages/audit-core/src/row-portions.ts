// A long request in portions: each is a group of its own, so that neither the event loop nor the store is held up by it.
import type { AppendReceipt } from './ports.ts';
import type { PreparedRow } from './prepare-row.ts';
import type { PreparedRows } from './prepared-batch.ts';

/** As many rows as a group of requests holds. */
const MOST_ROWS = 512;
/** UTF-16 units: a commit writes all of it at a stretch. */
const MOST_TEXT = 2 * 1024 * 1024;

/** What a thread prepared, to be handed over and appended piece by piece. */
export function batchPortions({ destination, rows }: PreparedRows): PreparedRows[] {
  return rowPortions(rows).map((portion) => ({ destination, rows: portion }));
}

/** At least one portion; a row that is larger than one stands alone. */
export function rowPortions(rows: readonly PreparedRow[]): (readonly PreparedRow[])[] {
  const portions: PreparedRow[][] = [];
  let portion: PreparedRow[] = [];
  let text = 0;
  for (const row of rows) {
    const more = textOf(row);
    if (portion.length === MOST_ROWS || (portion.length > 0 && text + more > MOST_TEXT)) {
      portions.push(portion);
      portion = [];
      text = 0;
    }
    portion.push(row);
    text += more;
  }
  return [...portions, portion];
}

function textOf({ body, content }: PreparedRow): number {
  return body.attributes.length + body.resource.length + (content?.content.length ?? 0);
}

/**
 * One after the other. Where one fails the rest is not tried, and what landed before it stays: sending the request again
 * adds the rest.
 */
export async function pushPortions(
  portions: readonly (readonly PreparedRow[])[],
  push: (rows: readonly PreparedRow[]) => Promise<AppendReceipt>,
): Promise<AppendReceipt> {
  const [first = [], ...others] = portions;
  let receipt = await push(first);
  for (const portion of others) receipt = joinedReceipts(receipt, await push(portion));
  return receipt;
}

/** Of two appends, one after the other. */
export function joinedReceipts(
  before: AppendReceipt,
  { appended, duplicates, head }: AppendReceipt,
): AppendReceipt {
  return { appended: before.appended + appended, duplicates: before.duplicates + duplicates, head };
}
