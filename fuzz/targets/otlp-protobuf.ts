// The hand-written protobuf readers against protobufjs: both read the same, or both refuse.
import assert from 'node:assert/strict';
import { IngestError } from '@governance-agent/otel-ingest';
import { LogsRequest, MetricsRequest } from '@governance-agent/testkit';
import type { Type } from 'protobufjs';
import { decodeLogs } from '../../packages/otel-ingest/src/decode/decode-logs.ts';
import { decodeMetrics } from '../../packages/otel-ingest/src/decode/decode-metrics.ts';
import type { Codec } from '../../packages/otel-ingest/src/decode/model.ts';
import { DEFAULT_INGEST_SETTINGS } from '../../packages/otel-ingest/src/settings.ts';
import { encodeLogs } from '../../packages/otel-ingest/src/encode/encode-logs.ts';
import { encodeMetrics } from '../../packages/otel-ingest/src/encode/encode-metrics.ts';
import { mutateBytes } from '../engine/mutate-bytes.ts';
import { mutateProtobuf } from '../engine/mutate-protobuf.ts';
import type { Target } from '../engine/target.ts';
import { oracleJson } from './oracle.ts';
import { capturedBodies } from './seeds.ts';

/** A message that comes twice where no writer repeats it is refused instead of merged. */
const TWICE = 'given twice';

interface Decoded {
  readonly violations: readonly { readonly description: string }[];
  readonly records: number;
  readonly rejectedRecords: number;
  readonly surplusAttributes: number;
}
type Decode<D extends Decoded> = (codec: Codec, bytes: Buffer) => D;

/** The decoded request, or the code of its refusal. Anything else that is thrown is a finding. */
function outcome<D extends Decoded>(decode: Decode<D>, codec: Codec, bytes: Buffer): D | string {
  try {
    return decode(codec, bytes);
  } catch (error) {
    if (!(error instanceof IngestError)) throw error;
    const reasons = [error.message, ...error.violations.map(({ description }) => description)];
    return reasons.some((reason) => reason.includes(TWICE)) ? TWICE : error.code;
  }
}

/** What the receiver refuses although the bytes are a message of the schema: its caps and its word for another signal. */
const STRICTER: readonly unknown[] = [TWICE, 'wrong_signal', 'too_many_records', 'too_complex'];

function compare<D extends Decoded>(type: Type, decode: Decode<D>, bytes: Buffer): D | undefined {
  const ours = outcome(decode, 'protobuf', bytes);
  if (STRICTER.includes(ours)) return undefined;
  if (typeof ours === 'object' && ours.violations.some(({ description }) => description.includes(TWICE)))
    return undefined;
  const theirs = oracleJson(type, bytes);
  if (theirs === null) {
    // Inside of a group, which OTLP has none of, a varint that is too long is skipped here as protobufjs itself does.
    if (oracleJson(type, bytes, false) !== null) return undefined;
    // One broken record costs that record: the request around it is read where a schema reader gives up.
    if (typeof ours === 'object') assert(ours.rejectedRecords > 0, 'read here, refused by protobufjs');
    return undefined;
  }
  const expected = outcome(decode, 'json', Buffer.from(JSON.stringify(theirs)));
  if (STRICTER.includes(expected)) return undefined;
  assert.deepEqual(ours, expected);
  return typeof ours === 'object' ? ours : undefined;
}

const limits = DEFAULT_INGEST_SETTINGS;

export const logsProtobuf: Target = {
  name: 'logs-protobuf',
  seeds: () => capturedBodies('logs', 'protobuf'),
  mutators: [mutateProtobuf, mutateProtobuf, mutateBytes],
  testRuns: 1500,
  open: () => {
    const decode: Decode<ReturnType<typeof decodeLogs>> = (codec, bytes) => decodeLogs(codec, bytes, limits);
    const check = (input: Buffer): void => {
      const read = compare(LogsRequest, decode, input);
      if (read !== undefined && read.surplusAttributes === 0)
        assert.deepEqual(decode('protobuf', encodeLogs(read.resourceLogs)).resourceLogs, read.resourceLogs);
    };
    return Promise.resolve({ check });
  },
};

export const metricsProtobuf: Target = {
  name: 'metrics-protobuf',
  seeds: () => capturedBodies('metrics', 'protobuf'),
  mutators: [mutateProtobuf, mutateProtobuf, mutateBytes],
  testRuns: 1500,
  open: () => {
    const decode: Decode<ReturnType<typeof decodeMetrics>> = (codec, bytes) =>
      decodeMetrics(codec, bytes, limits);
    const check = (input: Buffer): void => {
      const read = compare(MetricsRequest, decode, input);
      if (read !== undefined && read.surplusAttributes === 0 && read.rejectedRecords === 0)
        assert.deepEqual(
          decode('protobuf', encodeMetrics(read.resourceMetrics)).resourceMetrics,
          read.resourceMetrics,
        );
    };
    return Promise.resolve({ check });
  },
};
