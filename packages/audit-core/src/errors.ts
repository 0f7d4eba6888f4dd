// Every way the store can refuse. Messages say what to do and never carry content.

export type AuditErrorCode =
  | 'store_unavailable'
  | 'store_corrupt'
  | 'schema_outdated'
  | 'signing_failed'
  | 'queue_full'
  | 'writer_closed'
  | 'not_masked'
  | 'invalid_event'
  | 'invalid_origin'
  | 'invalid_key'
  | 'invalid_cursor'
  | 'out_of_range'
  | 'worker_failed'
  | 'unsupported_database';

export class AuditError extends Error {
  readonly code: AuditErrorCode;

  constructor(code: AuditErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'AuditError';
    this.code = code;
  }
}
