// google.rpc.Status in both encodings: the body of every refusal (OTLP 1.11, "Failures").
import { Writer } from 'protobufjs/minimal.js';
import type { Codec } from '../decode/model.ts';
import type { FieldViolation } from '../errors.ts';

export interface RpcStatus {
  /** google.rpc.Code */
  readonly code: number;
  readonly message: string;
  /** Goes out as a google.rpc.BadRequest detail; empty = no detail. */
  readonly violations: readonly FieldViolation[];
  /** Goes out as a google.rpc.RetryInfo detail, in protobuf alone: HTTP has a header for it. */
  readonly retrySeconds?: number | undefined;
}

const BAD_REQUEST = 'type.googleapis.com/google.rpc.BadRequest';
const RETRY_INFO = 'type.googleapis.com/google.rpc.RetryInfo';

const delimited = (field: number): number => (field << 3) | 2;
const varint = (field: number): number => field << 3;

export function encodeRpcStatus(codec: Codec, status: RpcStatus): Buffer {
  return codec === 'json' ? Buffer.from(JSON.stringify(toJson(status))) : toProtobuf(status);
}

function toJson({ code, message, violations }: RpcStatus): object {
  const details = violations.length === 0 ? [] : [{ '@type': BAD_REQUEST, fieldViolations: violations }];
  return { code, message, ...(details.length > 0 ? { details } : {}) };
}

function toProtobuf({ code, message, violations, retrySeconds }: RpcStatus): Buffer {
  const writer = Writer.create().uint32(varint(1)).int32(code).uint32(delimited(2)).string(message);
  if (violations.length > 0) addDetail(writer, BAD_REQUEST, badRequest(violations));
  if (retrySeconds !== undefined) addDetail(writer, RETRY_INFO, retryInfo(retrySeconds));
  return Buffer.from(writer.finish());
}

/** A google.protobuf.Any. */
function addDetail(writer: Writer, type: string, value: Uint8Array): void {
  writer.uint32(delimited(3)).fork();
  writer.uint32(delimited(1)).string(type).uint32(delimited(2)).bytes(value).ldelim();
}

function retryInfo(seconds: number): Uint8Array {
  return Writer.create().uint32(delimited(1)).fork().uint32(varint(1)).int64(seconds).ldelim().finish();
}

function badRequest(violations: readonly FieldViolation[]): Uint8Array {
  const writer = Writer.create();
  for (const { field, description } of violations) {
    writer.uint32(delimited(1)).fork();
    writer.uint32(delimited(1)).string(field).uint32(delimited(2)).string(description).ldelim();
  }
  return writer.finish();
}
