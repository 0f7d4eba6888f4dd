// Requests as bytes. Ids are written as hex everywhere, as OTLP/JSON has them, and become bytes for protobuf here.
import { LogsRequest, MetricsRequest, TracesRequest } from '@governance-agent/testkit/otlp-schema';
import type { Signal } from '../signal.ts';

const TYPES = { logs: LogsRequest, metrics: MetricsRequest, traces: TracesRequest } as const;

export function toProtobuf(signal: Signal, request: object): Buffer {
  const type = TYPES[signal];
  return Buffer.from(type.encode(type.fromObject(withBytes(request))).finish());
}

export function toJson(request: unknown): Buffer {
  return Buffer.from(JSON.stringify(request));
}

const ID_NAMES = new Set(['traceId', 'spanId', 'parentSpanId']);

/** protobufjs would read the hex of an id as base64. */
function withBytes(value: object): object {
  if (Array.isArray(value)) return value.map((item: unknown) => bytesIn(item));
  const entries = Object.entries(value).map(([name, field]: [string, unknown]): [string, unknown] => [
    name,
    ID_NAMES.has(name) && typeof field === 'string' ? Buffer.from(field, 'hex') : bytesIn(field),
  ]);
  return Object.fromEntries(entries);
}

function bytesIn(value: unknown): unknown {
  return typeof value === 'object' && value !== null && !Buffer.isBuffer(value) ? withBytes(value) : value;
}
