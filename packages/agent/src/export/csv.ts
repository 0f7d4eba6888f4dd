// Decisions as CSV (RFC 4180): one flat row each, and no cell that a spreadsheet would take for a formula.
import type { DecisionRecord } from '@governance-agent/audit-core';
import { stringify } from 'csv-stringify/sync';

/** Columns in the order of the file; objects become JSON text. */
const COLUMNS = [
  'seq',
  'occurred_at',
  'received_at',
  'tenant',
  'org',
  'dataset',
  'plane',
  'surface',
  'event',
  'decision',
  'user_email',
  'user_id',
  'user_account_uuid',
  'session_id',
  'session_seq',
  'correlation_id',
  'client_sequence',
  'model',
  'tokens_input',
  'tokens_output',
  'tokens_cache_read',
  'tokens_cache_creation',
  'tokens_used',
  'cost_usd',
  'duration_ms',
  'tool_name',
  'tool_use_id',
  'content_state',
  'content',
  'redactions',
  'attributes',
  'resource',
  'policy_version',
  'id',
  'prev_hash',
  'row_hash',
  'signature',
  'key_id',
] as const satisfies readonly (keyof DecisionRecord)[];

export function csvHeader(): string {
  return line([[...COLUMNS]]);
}

export function csvLines(decisions: readonly DecisionRecord[]): string {
  return line(decisions.map((decision) => COLUMNS.map((column) => cell(decision[column]))));
}

function line(records: readonly (readonly string[])[]): string {
  return stringify(
    records.map((record) => [...record]),
    { record_delimiter: 'windows' },
  );
}

function cell(value: string | number | object | null): string {
  if (value === null) return '';
  // A number is no text of a client: -1 stays a number.
  if (typeof value === 'number') return String(value);
  return inert(typeof value === 'object' ? JSON.stringify(value) : value);
}

/** Text that begins like a formula gets an apostrophe in front, which spreadsheets read as: this is text. */
function inert(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}
