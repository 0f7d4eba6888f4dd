// The columns of a row as values, by name: once for each row that is stored, where a loop over names costs as much as hashing.
import type { RowBody, RowPosition, RowSeal } from './row.ts';

export type RowValue = string | number | null;

/** In the order of `BODY_COLUMNS`. */
export function bodyValues(row: RowBody): RowValue[] {
  return [
    row.attributes,
    row.client_sequence,
    row.content_commit,
    row.content_state,
    row.correlation_id,
    row.cost_nano_usd,
    row.dataset,
    row.decision,
    row.duration_ms,
    row.event,
    row.id,
    row.idempotency_key,
    row.model,
    row.occurred_at,
    row.org,
    row.plane,
    row.policy_version,
    row.redactions,
    row.resource,
    row.session_id,
    row.surface,
    row.tenant,
    row.tokens_cache_creation,
    row.tokens_cache_read,
    row.tokens_input,
    row.tokens_output,
    row.tokens_used,
    row.tool_name,
    row.tool_use_id,
    row.user_account_uuid,
    row.user_email,
    row.user_id,
  ];
}

/** In the order of `ENVELOPE_COLUMNS` and `UNSIGNED_COLUMNS`: with `bodyValues` before it, that of `ROW_COLUMNS`. */
export function placeValues(row: RowPosition & RowSeal): RowValue[] {
  return [
    row.seq,
    row.received_at,
    row.session_seq,
    row.prev_hash,
    row.body_hash,
    row.row_hash,
    row.signature,
    row.key_id,
  ];
}
