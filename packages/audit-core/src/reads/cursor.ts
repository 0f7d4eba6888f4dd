// Opaque keyset cursors: a position to go on from, not an offset that shifts while rows arrive.
import { AuditError } from '../errors.ts';

export function encodeCursor(position: number): string {
  return Buffer.from(`v1:${position}`).toString('base64url');
}

/** @throws AuditError `invalid_cursor` for anything this store did not hand out. */
export function decodeCursor(cursor: string): number {
  const match = /^v1:(\d{1,16})$/.exec(Buffer.from(cursor, 'base64url').toString('utf8'));
  if (match?.[1] === undefined)
    throw new AuditError('invalid_cursor', 'Not a cursor of this store. Start again without one.');
  return Number(match[1]);
}

export interface Page<Row> {
  readonly page: readonly Row[];
  /** null on the last page */
  readonly next_cursor: string | null;
}

/** Cuts rows that were asked for with one more than `limit`; the surplus row tells that there is another page. */
export function pageOf<Row>(
  rows: readonly Row[],
  limit: number,
  positionOf: (row: Row) => number,
): Page<Row> {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const more = rows.length > limit && last !== undefined;
  return { page, next_cursor: more ? encodeCursor(positionOf(last)) : null };
}
