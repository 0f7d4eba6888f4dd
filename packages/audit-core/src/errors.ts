// Every way the store can refuse. Messages say what to do and never carry content.

export type AuditErrorCode =
  | 'store_unavailable'
  | 'store_corrupt'
  | 'schema_outdated'
  | 'signing_failed'
  /** another key has to sign this chain */
  | 'key_mismatch'
  /** the store is behind what the signer remembers */
  | 'rolled_back'
  | 'not_rolled_back'
  /** content is under a legal hold */
  | 'legal_hold'
  | 'unknown_hold'
  | 'unknown_tenant'
  | 'queue_full'
  | 'writer_closed'
  | 'not_masked'
  | 'invalid_event'
  | 'invalid_origin'
  | 'invalid_key'
  | 'invalid_cursor'
  | 'out_of_range'
  | 'no_checkpoint'
  | 'export_too_large'
  | 'export_overtaken'
  | 'worker_failed'
  | 'unsupported_database'
  /** the table is in partitions already, or in others than this program keeps */
  | 'partitioned'
  /** rows of that range were detached: only their hashes are here */
  | 'rows_detached';

export class AuditError extends Error {
  readonly code: AuditErrorCode;

  constructor(code: AuditErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'AuditError';
    this.code = code;
  }
}
