// Walks the whole feed behind the filters and writes it down.
import { bodyOf, type ApiClient } from '../../api/client.ts';
import { feedQuery } from '../../api/feed-query.ts';
import type { Decision } from '../../api/types.ts';
import type { DecisionPage } from '../../api/types.ts';
import { csvOf } from '../../format/csv.ts';
import type { Filters } from '../../state/filters.ts';

export type ExportFormat = 'csv' | 'jsonl';

const COLUMNS = [
  'seq',
  'id',
  'occurred_at',
  'received_at',
  'plane',
  'event',
  'decision',
  'user_email',
  'user_account_uuid',
  'user_id',
  'session_id',
  'correlation_id',
  'tool_name',
  'model',
  'tokens_input',
  'tokens_output',
  'tokens_used',
  'cost_usd',
  'duration_ms',
  'content_state',
  'content',
  'redactions',
  'attributes',
  'resource',
  'dataset',
  'row_hash',
  'prev_hash',
  'signature',
  'key_id',
] as const satisfies readonly (keyof Decision)[];

/** The file in pieces. `onRows` hears how many rows are written so far. Throws ApiError. */
export async function exportedText(
  api: ApiClient,
  filters: Filters,
  format: ExportFormat,
  onRows: (rows: number) => void,
): Promise<string[]> {
  const rows: Decision[] = [];
  let cursor: string | undefined;
  do {
    const query = { ...feedQuery(filters), limit: 1000, ...(cursor !== undefined && { cursor }) };
    const page: DecisionPage = await bodyOf(api.GET('/api/v1/decisions', { params: { query } }));
    rows.push(...page.decisions);
    onRows(rows.length);
    cursor = page.next_cursor ?? undefined;
  } while (cursor !== undefined);
  if (format === 'csv') return [csvOf(rows, COLUMNS)];
  return rows.map((row) => `${JSON.stringify(row)}\n`);
}
