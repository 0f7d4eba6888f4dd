// IngestError -> status of a call, with google.rpc.Status in grpc-status-details-bin (OTLP/gRPC, "Failures").
import { Metadata, status, type StatusObject } from '@grpc/grpc-js';
import type { IngestError } from '../errors.ts';
import { violationsOf } from '../http/answer.ts';
import { OTLP_STATUS, retryAfterSeconds } from '../http/otlp-status.ts';
import { encodeRpcStatus } from '../http/rpc-status.ts';

const DETAILS = 'grpc-status-details-bin';
/** For client libraries that try again by themselves (gRPC proposal A6). */
const PUSHBACK = 'grpc-retry-pushback-ms';

/** Clients send again on UNAVAILABLE, and on RESOURCE_EXHAUSTED only where a RetryInfo says that it helps. */
export function grpcStatus(error: IngestError): StatusObject {
  const { http } = OTLP_STATUS[error.code];
  const code = codeOf(error);
  const retrySeconds = retryAfterSeconds(error.code);
  const violations = http === 400 ? violationsOf(error) : [];
  const metadata = new Metadata();
  if (violations.length > 0 || retrySeconds !== undefined) {
    const details = { code, message: error.message, violations, retrySeconds };
    metadata.set(DETAILS, encodeRpcStatus('protobuf', details));
  }
  if (retrySeconds !== undefined) metadata.set(PUSHBACK, String(retrySeconds * 1000));
  return { code, details: error.message, metadata };
}

/** A coding that is not taken has a code of its own in gRPC ("Compression"), which OTLP/HTTP has not. */
function codeOf({ code }: IngestError): status {
  if (code === 'unsupported_encoding') return status.UNIMPLEMENTED;
  return STATUSES.get(OTLP_STATUS[code].rpc) ?? status.UNAVAILABLE;
}

/** google.rpc.Code and the codes of gRPC are the same numbers. */
const STATUSES: ReadonlyMap<number, status> = new Map(
  Object.values(status)
    .filter((value) => typeof value !== 'string')
    .map((code) => [code, code]),
);
