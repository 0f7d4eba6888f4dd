// The row: a body (what the event said) and an envelope (what the chain decided). docs/formats/audit-row.md
import type { ContentState, Decision } from './event.ts';

/** What the event said. Every key is always present; values are text, safe integers or null. */
export interface RowBody {
  /** canonical JSON text */
  readonly attributes: string;
  readonly client_sequence: number | null;
  /** base64 SHA-256(salt || canonical content), null without content */
  readonly content_commit: string | null;
  readonly content_state: ContentState;
  readonly correlation_id: string | null;
  readonly cost_nano_usd: number | null;
  readonly dataset: string;
  readonly decision: Decision;
  readonly duration_ms: number | null;
  readonly event: string;
  /** UUIDv7 */
  readonly id: string;
  readonly idempotency_key: string;
  readonly model: string | null;
  /** client time, Unix nanoseconds, 19 decimal digits */
  readonly occurred_at: string;
  readonly org: string;
  readonly plane: string;
  readonly policy_version: string;
  /** canonical JSON text: count per entity */
  readonly redactions: string;
  /** canonical JSON text */
  readonly resource: string;
  readonly session_id: string | null;
  readonly surface: string | null;
  readonly tenant: string;
  readonly tokens_cache_creation: number | null;
  readonly tokens_cache_read: number | null;
  readonly tokens_input: number | null;
  readonly tokens_output: number | null;
  readonly tokens_used: number | null;
  readonly tool_name: string | null;
  readonly tool_use_id: string | null;
  readonly user_account_uuid: string | null;
  readonly user_email: string | null;
  readonly user_id: string | null;
}

/** Body keys in ASCII order: the order of the canonical bytes. */
export const BODY_COLUMNS = [
  'attributes',
  'client_sequence',
  'content_commit',
  'content_state',
  'correlation_id',
  'cost_nano_usd',
  'dataset',
  'decision',
  'duration_ms',
  'event',
  'id',
  'idempotency_key',
  'model',
  'occurred_at',
  'org',
  'plane',
  'policy_version',
  'redactions',
  'resource',
  'session_id',
  'surface',
  'tenant',
  'tokens_cache_creation',
  'tokens_cache_read',
  'tokens_input',
  'tokens_output',
  'tokens_used',
  'tool_name',
  'tool_use_id',
  'user_account_uuid',
  'user_email',
  'user_id',
] as const satisfies readonly (keyof RowBody)[];

/** What the chain decided; signed with the origin and the hash of the session id. */
export interface RowPosition {
  readonly seq: number;
  /** collector time, Unix milliseconds, never decreasing in a chain */
  readonly received_at: number;
  /** counts the rows of one session from 1; 0 without a session */
  readonly session_seq: number;
  /** base64 row_hash of the row before, or 32 zero bytes */
  readonly prev_hash: string;
  /** base64 SHA-256 of the canonical body */
  readonly body_hash: string;
}

export const ENVELOPE_COLUMNS = [
  'seq',
  'received_at',
  'session_seq',
  'prev_hash',
  'body_hash',
] as const satisfies readonly (keyof RowPosition)[];

/** The proof itself: derived from or made over the signed bytes, therefore not part of them. */
export interface RowSeal {
  /** base64 SHA-256(0x00 || envelope): RFC 6962 leaf hash and the next row's prev_hash */
  readonly row_hash: string;
  /** base64 Ed25519 over the envelope bytes */
  readonly signature: string;
  readonly key_id: string;
}

export const UNSIGNED_COLUMNS = [
  'row_hash',
  'signature',
  'key_id',
] as const satisfies readonly (keyof RowSeal)[];

/** One record of `audit_logs`, as stored. */
export interface SealedRow extends RowBody, RowPosition, RowSeal {}

export const ROW_COLUMNS = [...BODY_COLUMNS, ...ENVELOPE_COLUMNS, ...UNSIGNED_COLUMNS] as const;

/** Masked content beside its row, deletable without breaking a proof. */
export interface RowContent {
  /** base64, 16 random bytes */
  readonly salt: string;
  /** canonical JSON text */
  readonly content: string;
}
