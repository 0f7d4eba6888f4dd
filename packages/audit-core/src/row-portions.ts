// A long request in portions: each is a group of its own, so that neither the event loop nor the store is held up by it.
import type { AppendReceipt } from './ports.ts';
import type { PreparedRow } from './prepare-row.ts';
import type { PreparedRows } from './prepared-batch.ts';

/** As many rows as a group of requests holds. */
const MOST_ROWS = 512;
/** UTF-16 units: a commit writes all of it at a stretch. */
const MOST_TEXT = 1024 * 1024;
/** Sessions, users, models and tools: each is some rows of the rollups, and a commit writes all of their pages. */
const MOST_NAMES = 512;
/** Rows that each name others. */
const SAFE_ROWS = MOST_NAMES / 4;

/** What a thread prepared, to be handed over and appended piece by piece. */
export function batchPortions({ destination, rows }: PreparedRows): PreparedRows[] {
  return rowPortions(rows).map((portion) => ({ destination, rows: portion }));
}

/** At least one portion; a row that is larger than one stands alone. */
export function rowPortions(rows: readonly PreparedRow[]): (readonly PreparedRow[])[] {
  const portions: PreparedRow[][] = [];
  const names = createNames();
  let portion: PreparedRow[] = [];
  let text = 0;
  for (const row of rows) {
    const more = textOf(row);
    const isFull = portion.length === MOST_ROWS || text + more > MOST_TEXT;
    if (portion.length > 0 && (isFull || names.isFull(portion.length))) {
      portions.push(portion);
      portion = [];
      text = 0;
      names.clear();
    }
    portion.push(row);
    text += more;
    if (rows.length > SAFE_ROWS) names.add(row);
  }
  return [...portions, portion];
}

/** Whom and what the rows of a portion name, each once. */
function createNames() {
  const sets = [new Set<string>(), new Set<string>(), new Set<string>(), new Set<string>()] as const;
  const [sessions, users, models, tools] = sets;
  return {
    add({ body }: PreparedRow): void {
      if (body.session_id !== null) sessions.add(body.session_id);
      if (body.user_email !== null) users.add(body.user_email);
      if (body.model !== null) models.add(body.model);
      if (body.tool_name !== null) tools.add(body.tool_name);
    },
    isFull: (rows: number): boolean =>
      rows >= SAFE_ROWS && sets.reduce((sum, { size }) => sum + size, 0) >= MOST_NAMES,
    clear: () => sets.forEach((set) => set.clear()),
  };
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
