// Lands a sealed group on PostgreSQL by COPY: values are neither parsed out of a document nor inserted one row at a time.
import type { ClientBase } from 'pg';
import { ROW_COLUMNS, type SealedRow } from '../row.ts';
import type { OpenGroup, SealedGroup } from '../seal.ts';
import { COLUMN_LIST } from './append-store.ts';
import { copyText } from './copy-text.ts';
import { copied } from './postgres-transaction.ts';
import type { SendAhead } from './sent-ahead.ts';

const COPY_ROWS = `COPY audit_logs (${COLUMN_LIST}) FROM STDIN`;
const CONTENT_COLUMNS = ['tenant', 'seq', 'salt', 'content'] as const;
const COPY_CONTENTS = `COPY audit_content (${CONTENT_COLUMNS.join(', ')}) FROM STDIN`;

export interface Landing {
  readonly client: ClientBase;
  readonly ahead: SendAhead;
  /** Called with each part once it is sent, while the server stores it. */
  readonly onPart: (rows: readonly SealedRow[]) => void;
}

/** While one part lands the next ones are signed and written out. Resolves once all of it is sent. */
export async function landRows(
  { client, ahead, onPart }: Landing,
  tenant: string,
  { parts, ...group }: OpenGroup,
): Promise<SealedGroup> {
  const rows: SealedRow[] = [];
  for await (const part of parts) {
    await ahead(copied(client, COPY_ROWS, copyText(ROW_COLUMNS, part)));
    onPart(part);
    rows.push(...part);
  }
  const contents = group.contents.map((content) => ({ tenant, ...content }));
  if (contents.length > 0) await ahead(copied(client, COPY_CONTENTS, copyText(CONTENT_COLUMNS, contents)));
  return { ...group, rows };
}
