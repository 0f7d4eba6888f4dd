// The one table from error code to HTTP status and google.rpc.Code (OTLP rules H7, H8).
import { MEDIA_TYPES } from './content-type.ts';
import { ACCEPTED_CODINGS } from './content-encoding.ts';
import { IngestError, type IngestErrorCode } from '../errors.ts';

export interface OtlpStatus {
  readonly http: number;
  /** https://github.com/googleapis/googleapis, google/rpc/code.proto */
  readonly rpc: number;
  readonly headers?: Readonly<Record<string, string>>;
}

const INVALID_ARGUMENT = 3;
const NOT_FOUND = 5;
const PERMISSION_DENIED = 7;
const RESOURCE_EXHAUSTED = 8;
const UNIMPLEMENTED = 12;
const UNAVAILABLE = 14;
const UNAUTHENTICATED = 16;

const RETRY_AFTER_LEAST = 1;
const RETRY_AFTER_MOST = 3;
/** Clients send a batch five times within 10 s at most: 3 s apart they are still there after an outage of 8 s. */
const RETRY_AFTER_OUTAGE = 3;

// There is no 500: clients drop the batch for good on it, and on 503 they send it again.
export const OTLP_STATUS: Readonly<Record<IngestErrorCode, OtlpStatus>> = {
  malformed: { http: 400, rpc: INVALID_ARGUMENT },
  wrong_signal: { http: 400, rpc: INVALID_ARGUMENT },
  unauthenticated: {
    http: 401,
    rpc: UNAUTHENTICATED,
    // Basic stands first: it is the one that every client of this stream knows (RFC 9110 section 11.6.1 allows a list).
    headers: {
      'www-authenticate': 'Basic realm="governance-agent", charset="UTF-8", Bearer realm="governance-agent"',
    },
  },
  forbidden: { http: 403, rpc: PERMISSION_DENIED },
  not_found: { http: 404, rpc: NOT_FOUND },
  unknown_dataset: { http: 404, rpc: NOT_FOUND },
  wrong_dataset_kind: { http: 400, rpc: INVALID_ARGUMENT },
  method_not_allowed: { http: 405, rpc: UNIMPLEMENTED, headers: { allow: 'POST' } },
  body_too_large: { http: 413, rpc: RESOURCE_EXHAUSTED },
  too_many_records: { http: 413, rpc: RESOURCE_EXHAUSTED },
  too_complex: { http: 413, rpc: RESOURCE_EXHAUSTED },
  unsupported_media_type: {
    http: 415,
    rpc: INVALID_ARGUMENT,
    headers: { accept: Object.values(MEDIA_TYPES).join(', ') },
  },
  unsupported_encoding: {
    http: 415,
    rpc: INVALID_ARGUMENT,
    headers: { 'accept-encoding': ACCEPTED_CODINGS },
  },
  rate_limited: { http: 429, rpc: RESOURCE_EXHAUSTED },
  overloaded: { http: 503, rpc: UNAVAILABLE },
  draining: { http: 503, rpc: UNAVAILABLE, headers: { connection: 'close' } },
  unavailable: { http: 503, rpc: UNAVAILABLE },
  // Nobody is there to read it; the code is for the count.
  client_gone: { http: 503, rpc: UNAVAILABLE, headers: { connection: 'close' } },
};

/** Headers of a refusal. A Retry-After beyond 3 s would exceed what is left of the 10 s a client gives a batch. */
export function refusalHeaders(code: IngestErrorCode): Record<string, string> {
  const seconds = retryAfterSeconds(code);
  const { headers } = OTLP_STATUS[code];
  return { ...headers, ...(seconds === undefined ? {} : { 'retry-after': String(seconds) }) };
}

/** Undefined where sending again would not help. */
export function retryAfterSeconds(code: IngestErrorCode): number | undefined {
  const { http } = OTLP_STATUS[code];
  return http === 429 || http === 503 ? retryAfter(code) : undefined;
}

/** Whatever a store or an embedder throws, its text stays here: it may quote what was sent. */
export function toIngestError(error: unknown): IngestError {
  if (error instanceof IngestError) return error;
  return new IngestError('unavailable', 'the receiver cannot store this at the moment: send again', {
    cause: error,
  });
}

// Spread where the receiver is too busy: those who were refused together must not come back together.
function retryAfter(code: IngestErrorCode): number {
  if (code === 'unavailable') return RETRY_AFTER_OUTAGE;
  return RETRY_AFTER_LEAST + Math.floor(Math.random() * (1 + RETRY_AFTER_MOST - RETRY_AFTER_LEAST));
}
