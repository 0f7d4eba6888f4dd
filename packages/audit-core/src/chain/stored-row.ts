// A row as verification reads it: its columns and its content, or what is kept of a row whose partition was detached.
import type { RolledRow } from '../rollups/rollup-delta.ts';
import type { RowPosition, RowSeal, SealedRow } from '../row.ts';

/** Content beside a row. */
export interface StoredContent {
  /** base64; null where no content is stored */
  readonly content_salt: string | null;
  readonly content_text: string | null;
}

/** Every column. */
export interface StoredRow extends SealedRow, StoredContent {}

/** What the walk over a chain compares, and the rest of the row as its hash sees it. */
export interface ReadRow
  extends
    StoredContent,
    RowPosition,
    RowSeal,
    RolledRow,
    Pick<SealedRow, 'tenant' | 'content_commit' | 'client_sequence'> {
  /** the body's columns as JSON: canonical where they are what a writer stores; null for bytes, which JSON has none of */
  readonly body: string | null;
  /** whether every value is of its column's type: what is not was replaced, and a float may look like an integer */
  readonly isSound: boolean;
}

/** Its envelope, and the hash that the envelope has to give. */
export interface DetachedRow extends RowPosition {
  readonly isDetached: true;
  /** as the envelope names it; null without a session */
  readonly session: string | null;
  /** base64 */
  readonly row_hash: string;
}

/** A row that is there. */
export type ThereRow = StoredRow | ReadRow;

export type WalkedRow = ThereRow | DetachedRow;

export function isDetached(row: WalkedRow): row is DetachedRow {
  return 'isDetached' in row;
}

export function isThere(row: WalkedRow): row is ThereRow {
  return !isDetached(row);
}

export function isRead(row: ThereRow): row is ReadRow {
  return 'body' in row;
}
