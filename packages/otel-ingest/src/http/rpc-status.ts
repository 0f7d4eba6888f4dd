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
}

const BAD_REQUEST = 'type.googleapis.com/google.rpc.BadRequest';

const delimited = (field: number): number => (field << 3) | 2;
const varint = (field: number): number => field << 3;

export function encodeRpcStatus(codec: Codec, status: RpcStatus): Buffer {
  return codec === 'json' ? Buffer.from(JSON.stringify(toJson(status))) : toProtobuf(status);
}

function toJson({ code, message, violations }: RpcStatus): object {
  const details = violations.length === 0 ? [] : [{ '@type': BAD_REQUEST, fieldViolations: violations }];
  return { code, message, ...(details.length > 0 ? { details } : {}) };
}

function toProtobuf({ code, message, violations }: RpcStatus): Buffer {
  const writer = Writer.create().uint32(varint(1)).int32(code).uint32(delimited(2)).string(message);
  if (violations.length > 0) {
    writer.uint32(delimited(3)).fork();
    writer
      .uint32(delimited(1))
      .string(BAD_REQUEST)
      .uint32(delimited(2))
      .bytes(badRequest(violations))
      .ldelim();
  }
  return Buffer.from(writer.finish());
}

function badRequest(violations: readonly FieldViolation[]): Uint8Array {
  const writer = Writer.create();
  for (const { field, description } of violations) {
    writer.uint32(delimited(1)).fork();
    writer.uint32(delimited(1)).string(field).uint32(delimited(2)).string(description).ldelim();
  }
  return writer.finish();
}
