// Every way the receiver can refuse a request. Messages say what to do and never carry telemetry or credentials.

export type IngestErrorCode =
  | 'malformed'
  | 'wrong_signal'
  | 'too_many_records'
  | 'too_complex'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'unknown_dataset'
  | 'wrong_dataset_kind'
  | 'method_not_allowed'
  | 'body_too_large'
  | 'unsupported_media_type'
  | 'unsupported_encoding'
  | 'rate_limited'
  | 'overloaded'
  | 'draining'
  | 'unavailable'
  | 'client_gone';

/** One finding about the request, as in google.rpc.BadRequest. `field` is a path of the OTLP schema, never a value. */
export interface FieldViolation {
  readonly field: string;
  readonly description: string;
}

export interface IngestErrorOptions extends ErrorOptions {
  readonly violations?: readonly FieldViolation[];
}

export class IngestError extends Error {
  readonly code: IngestErrorCode;
  readonly violations: readonly FieldViolation[];

  constructor(code: IngestErrorCode, message: string, options?: IngestErrorOptions) {
    super(message, options);
    this.name = 'IngestError';
    this.code = code;
    this.violations = options?.violations ?? [];
  }
}

/** For bytes that are not what they claim to be: 400. */
export function malformed(message: string): IngestError {
  return new IngestError('malformed', message);
}
