// Requests to send, and an independent reader of the answers: protobufjs by the published schemas, not by our writer.
import protobuf from 'protobufjs';

const schema = `
syntax = "proto3";
message Any { string type_url = 1; bytes value = 2; }
message Status { int32 code = 1; string message = 2; repeated Any details = 3; }
message FieldViolation { string field = 1; string description = 2; }
message BadRequest { repeated FieldViolation field_violations = 1; }
message PartialSuccess { int64 rejected = 1; string error_message = 2; }
message ExportResponse { PartialSuccess partial_success = 1; }
`;
const { root } = protobuf.parse(schema);

export interface ReadStatus {
  readonly code: number;
  readonly message: string;
  readonly violations: readonly { readonly field: string; readonly description: string }[];
}

export function readStatus(contentType: string | undefined, body: Buffer): ReadStatus {
  return contentType === 'application/json' ? readJson(body) : readProtobuf(body);
}

export function readExportResponse(body: Buffer): object {
  const type = root.lookupType('ExportResponse');
  return type.toObject(type.decode(body), { longs: Number });
}

function readJson(body: Buffer): ReadStatus {
  const {
    code,
    message,
    details = [],
  } = JSON.parse(body.toString('utf8')) as {
    code: number;
    message: string;
    details?: { '@type': string; fieldViolations: ReadStatus['violations'] }[];
  };
  return { code, message, violations: details.flatMap(({ fieldViolations }) => fieldViolations) };
}

function readProtobuf(body: Buffer): ReadStatus {
  const status = root.lookupType('Status');
  const badRequest = root.lookupType('BadRequest');
  const { code, message, details } = status.toObject(status.decode(body), { defaults: true }) as {
    code: number;
    message: string;
    details: { type_url: string; value: Buffer }[];
  };
  const violations = details.flatMap(({ value }) => {
    const read = badRequest.toObject(badRequest.decode(value)) as {
      fieldViolations?: ReadStatus['violations'];
    };
    return read.fieldViolations ?? [];
  });
  return { code, message, violations };
}

/** A logs request of `count` prompts as an object; `text` is in each of them. */
export function logsRequest(count: number, text = 'hello'): object {
  const logRecords = Array.from({ length: count }, (_, index) => ({
    timeUnixNano: `${1_780_000_000_000_000_000n + BigInt(index)}`,
    body: { stringValue: 'claude_code.user_prompt' },
    attributes: [
      { key: 'event.name', value: { stringValue: 'user_prompt' } },
      { key: 'event.sequence', value: { intValue: index } },
      { key: 'session.id', value: { stringValue: 'b2a3f5a0-0000-4000-8000-000000000001' } },
      { key: 'prompt', value: { stringValue: text } },
    ],
  }));
  return { resourceLogs: [{ resource: { attributes: [] }, scopeLogs: [{ scope: {}, logRecords }] }] };
}

export function logsJson(count: number, text?: string): Buffer {
  return Buffer.from(JSON.stringify(logsRequest(count, text)));
}

/** A logs request whose JSON is exactly this long. */
export function logsJsonOfLength(length: number): Buffer {
  const body = logsJson(1);
  return Buffer.concat([body, Buffer.alloc(length - body.length, ' ')]);
}
