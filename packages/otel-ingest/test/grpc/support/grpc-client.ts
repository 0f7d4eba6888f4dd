// Calls by the official gRPC client, and an independent reader of what comes back: protobufjs by the published schemas.
import { Client, credentials, Metadata, type ServiceError } from '@grpc/grpc-js';
import protobuf from 'protobufjs';
import type { Signal } from '../../../src/index.ts';
import { CREDENTIAL } from '../../http/support/test-ports.ts';

export interface Called {
  readonly code: number;
  readonly message: string;
  /** What came back, empty where nothing did. */
  readonly body: Buffer;
  readonly head: Metadata;
  readonly details: ReadDetails | undefined;
}

export interface ReadDetails {
  readonly code: number;
  readonly message: string;
  readonly violations: number;
  /** From google.rpc.RetryInfo, undefined without one. */
  readonly retrySeconds: number | undefined;
}

export interface CallOptions {
  readonly signal?: Signal;
  readonly path?: string;
  readonly body?: Buffer;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly gzip?: boolean;
}

export const AUTHORIZED = { authorization: CREDENTIAL };

const PATHS: Readonly<Record<Signal, string>> = {
  logs: '/opentelemetry.proto.collector.logs.v1.LogsService/Export',
  metrics: '/opentelemetry.proto.collector.metrics.v1.MetricsService/Export',
  traces: '/opentelemetry.proto.collector.trace.v1.TraceService/Export',
};
const GZIP = 2;
const same = (bytes: Buffer): Buffer => bytes;

export async function call(port: number, options: CallOptions = {}): Promise<Called> {
  const { signal = 'logs', path = PATHS[signal], body = Buffer.alloc(0), gzip = false } = options;
  const limits = { 'grpc.max_send_message_length': -1, 'grpc.enable_retries': 0 };
  const channel = { ...limits, ...(gzip ? { 'grpc.default_compression_algorithm': GZIP } : {}) } as const;
  const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure(), channel);
  const metadata = new Metadata();
  for (const [key, value] of Object.entries(options.metadata ?? AUTHORIZED)) metadata.set(key, value);
  const { promise, resolve } = Promise.withResolvers<Called>();
  let head = new Metadata();
  const sent = client.makeUnaryRequest(path, same, same, body, metadata, (error, answer) =>
    resolve(calledOf(error, answer ?? Buffer.alloc(0), head)),
  );
  sent.once('metadata', (received: Metadata) => (head = received));
  const called = await promise;
  client.close();
  return called;
}

function calledOf(error: ServiceError | null, body: Buffer, head: Metadata): Called {
  if (error === null) return { code: 0, message: '', body, head, details: undefined };
  const [details] = error.metadata.get('grpc-status-details-bin');
  const read = Buffer.isBuffer(details) ? readDetails(details) : undefined;
  return { code: error.code, message: error.details, body, head, details: read };
}

const { root } = protobuf.parse(
  `
syntax = "proto3";
message Any { string type_url = 1; bytes value = 2; }
message Status { int32 code = 1; string message = 2; repeated Any details = 3; }
message FieldViolation { string field = 1; string description = 2; }
message BadRequest { repeated FieldViolation field_violations = 1; }
message Duration { int64 seconds = 1; int32 nanos = 2; }
message RetryInfo { Duration retry_delay = 1; }
`,
  { keepCase: true },
);

function readDetails(bytes: Buffer): ReadDetails {
  const { code, message, details } = decode('Status', bytes) as {
    code: number;
    message: string;
    details: { type_url: string; value: Buffer }[];
  };
  const valueOf = (type: string): Buffer | undefined =>
    details.find(({ type_url: url }) => url === `type.googleapis.com/google.rpc.${type}`)?.value;
  const violations = valueOf('BadRequest');
  const retry = valueOf('RetryInfo');
  return {
    code,
    message,
    violations:
      violations === undefined
        ? 0
        : (decode('BadRequest', violations) as { field_violations: object[] }).field_violations.length,
    retrySeconds:
      retry === undefined
        ? undefined
        : (decode('RetryInfo', retry) as { retry_delay: { seconds: number } }).retry_delay.seconds,
  };
}

function decode(type: string, bytes: Buffer): object {
  const known = root.lookupType(type);
  return known.toObject(known.decode(bytes), { defaults: true, longs: Number });
}
