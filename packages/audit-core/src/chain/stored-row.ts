// A row as verification reads it: every column and its content, or what is kept of a row whose partition was detached.
import type { RowPosition, SealedRow } from '../row.ts';

export interface StoredRow extends SealedRow {
  /** base64; null where no content is stored */
  readonly content_salt: string | null;
  readonly content_text: string | null;
}

/** Its envelope, and the hash that the envelope has to give. */
export interface DetachedRow extends RowPosition {
  readonly isDetached: true;
  /** as the envelope names it; null without a session */
  readonly session: string | null;
  /** base64 */
  readonly row_hash: string;
}

export type WalkedRow = StoredRow | DetachedRow;

export function isDetached(row: WalkedRow): row is DetachedRow {
  return 'isDetached' in row;
}

export function isThere(row: WalkedRow): row is StoredRow {
  return !isDetached(row);
}
