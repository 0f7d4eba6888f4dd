// The shape that the OpenTelemetry collector measures its own receiver with: 10,000 small records of two kinds in one request.
import { encodeLogsRequest } from '@governance-agent/testkit';
import { decodeLogs } from '../../packages/otel-ingest/src/decode/decode-logs.ts';
import { successAnswer } from '../../packages/otel-ingest/src/http/answer.ts';
import { DEFAULT_INGEST_SETTINGS } from '@governance-agent/otel-ingest';
import { medianCpuMicros } from '../cpu.ts';

const RECORDS = 10_000;
const TIME = '1581452773000000789';
const text = (key: string, stringValue: string) => ({ key, value: { stringValue } });

const COMMON = {
  timeUnixNano: TIME,
  severityNumber: 9,
  severityText: 'Info',
  droppedAttributesCount: 1,
};

/** One with trace and span and a number, one with texts alone; bodies of some twenty characters. */
function record(index: number): object {
  if (index % 2 === 1)
    return {
      ...COMMON,
      body: { stringValue: 'what a program writes' },
      attributes: [text('customer', 'acme'), text('env', 'dev')],
    };
  return {
    ...COMMON,
    body: { stringValue: 'something has happened' },
    traceId: Buffer.alloc(16, 8),
    spanId: Buffer.alloc(8, 1),
    attributes: [text('app', 'server'), { key: 'instance_num', value: { intValue: 1 } }],
  };
}

export function collectorShape(): Buffer {
  const logRecords = Array.from({ length: RECORDS }, (_, index) => record(index));
  const resource = { attributes: [text('resource-attr', 'resource-attr-value-1')] };
  return encodeLogsRequest({ resourceLogs: [{ resource, scopeLogs: [{ logRecords }] }] });
}

/** Milliseconds of processor time to decode the request and to make its answer, the median of runs. */
export function collectorMillis(runs: number): { readonly decode: number; readonly both: number } {
  const bytes = collectorShape();
  const receipt = { appended: RECORDS, duplicates: 0, head: { size: RECORDS, hash: 'A'.repeat(43) + '=' } };
  const decode = (): { rejectedRecords: number } => decodeLogs('protobuf', bytes, DEFAULT_INGEST_SETTINGS);
  const both = (): void => {
    const { rejectedRecords: rejected } = decode();
    successAnswer('logs', 'protobuf', { rejected, message: '', receipt });
  };
  return {
    decode: medianCpuMicros(runs, () => void decode()) / 1000,
    both: medianCpuMicros(runs, both) / 1000,
  };
}
