// A row as verification reads it: every column, and its content where there is some.
import type { SealedRow } from '../row.ts';

export interface StoredRow extends SealedRow {
  /** base64; null where no content is stored */
  readonly content_salt: string | null;
  readonly content_text: string | null;
}
