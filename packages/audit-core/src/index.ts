// The public list of the audit store.
export { AuditError, type AuditErrorCode } from './errors.ts';
export {
  DECISIONS,
  type AuditEvent,
  type ContentState,
  type Decision,
  type SourceContentState,
} from './event.ts';
export { idempotencyKey } from './idempotency-key.ts';
export type { Masked, MaskedAuditEvent, MaskedEvent } from './masked-event.ts';
export type { AppendReceipt, AuditWriter, Clock, Destination } from './ports.ts';
