import { describe, expect, test } from '@jest/globals';
import { claudeLogsRequest, encodeLogsRequest, LogsRequest, MetricsRequest } from '@governance-agent/testkit';
import { countRecords } from '../../src/decode/count-records.ts';
import { decodeLogs } from '../../src/decode/decode-logs.ts';
import { DEFAULT_INGEST_SETTINGS } from '../../src/settings.ts';

const limits = DEFAULT_INGEST_SETTINGS;
const metrics = Buffer.from(
  MetricsRequest.encode(
    MetricsRequest.fromObject({
      resourceMetrics: [{ scopeMetrics: [{ metrics: [{ name: 'a' }, { name: 'b' }] }] }],
    }),
  ).finish(),
);

describe('countRecords', () => {
  test('counts metrics', () => {
    expect(countRecords('metrics', 'protobuf', metrics, limits)).toBe(2);
  });

  test.each(['metrics', 'traces'] as const)('refuses logs sent as %s instead of losing them', (signal) => {
    const logs = encodeLogsRequest(claudeLogsRequest(0, 3));
    expect(() => countRecords(signal, 'protobuf', logs, limits)).toThrow(
      expect.objectContaining({ code: 'wrong_signal' }),
    );
  });

  test('refuses garbage inside a metric', () => {
    const garbage = Buffer.from('0a06120412020c0c', 'hex');
    expect(() => countRecords('metrics', 'protobuf', garbage, limits)).toThrow(
      expect.objectContaining({ code: 'malformed' }),
    );
  });
});

test('a resource that comes twice is merged, as protobuf asks', () => {
  const part = (key: string): Buffer =>
    Buffer.from(
      LogsRequest.encode(
        LogsRequest.fromObject({ resourceLogs: [{ resource: { attributes: [{ key }] } }] }),
      ).finish(),
    ).subarray(2);
  const body = Buffer.concat([part('a'), part('b')]);
  const request = Buffer.concat([Buffer.from([0x0a, body.length]), body]);
  const [first] = decodeLogs('protobuf', request, limits).resourceLogs;
  expect(first?.resource.attributes.map(([key]) => key)).toEqual(['a', 'b']);
});
