// Ids are read once as long as they stay the same, and anew as soon as they do not.
import { expect, test } from '@jest/globals';
import { encodeLogsRequest } from '@governance-agent/testkit';
import { decodeLogs } from '../src/decode/decode-logs.ts';
import { DEFAULT_INGEST_SETTINGS } from '../src/index.ts';

const id = (size: number, byte: number): Buffer => Buffer.alloc(size, byte);
const hex = (bytes: Buffer): string => bytes.toString('hex');

test('each record has its own ids, whatever those of the record before were', () => {
  const [trace, other, span] = [id(16, 1), id(16, 2), id(8, 3)];
  const records = [
    { traceId: trace, spanId: span },
    { traceId: trace, spanId: id(8, 0) },
    { traceId: other, spanId: span },
    { traceId: id(16, 0), spanId: id(7, 3) },
    { traceId: id(15, 2), spanId: span },
    {},
    { traceId: trace, spanId: span },
  ];
  const request = encodeLogsRequest({ resourceLogs: [{ scopeLogs: [{ logRecords: records }] }] });
  const { resourceLogs } = decodeLogs('protobuf', request, DEFAULT_INGEST_SETTINGS);
  const read = resourceLogs[0]?.scopes[0]?.records.map(({ traceId, spanId }) => [traceId, spanId]);
  expect(read).toEqual([
    [hex(trace), hex(span)],
    [hex(trace), ''],
    [hex(other), hex(span)],
    ['', ''],
    ['', hex(span)],
    ['', ''],
    [hex(trace), hex(span)],
  ]);
});
