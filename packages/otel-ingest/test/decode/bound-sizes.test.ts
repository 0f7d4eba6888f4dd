// Small bodies that would become large rows, in both codecs alike.
import { describe, expect, test } from '@jest/globals';
import { encodeLogsRequest, MetricsRequest } from '@governance-agent/testkit';
import { decodeLogs } from '../../src/decode/decode-logs.ts';
import { decodeMetrics } from '../../src/decode/decode-metrics.ts';
import { leftOut } from '../../src/left-out.ts';
import { DEFAULT_INGEST_SETTINGS as settings } from '../../src/settings.ts';

const text = (key: string, size: number) => ({ key, value: { stringValue: 'x'.repeat(size) } });
const logs = (resource: readonly unknown[], scope: readonly unknown[], records: readonly unknown[]) => ({
  resourceLogs: [
    {
      resource: { attributes: resource },
      scopeLogs: [{ scope: { attributes: scope }, logRecords: records }],
    },
  ],
});
const empty = (count: number) =>
  Array.from({ length: count }, () => ({ timeUnixNano: '1700000000000000000' }));

describe.each(['protobuf', 'json'] as const)('in %s', (codec) => {
  const decode = (request: ReturnType<typeof logs>) => {
    const json = Buffer.from(JSON.stringify(request));
    const bytes = codec === 'json' ? json : encodeLogsRequest(JSON.parse(json.toString()) as never);
    return decodeLogs(codec, bytes, settings);
  };

  test.each<[string, readonly number[], readonly string[]]>([
    ['all that fits is kept', [1e6, 1e6, 1e6, 1e6], ['0', '1', '2', '3']],
    ['what comes after is left out', [1e6, 1e6, 1e6, 1e6, 1e6], ['0', '1', '2', '3']],
    ['one that is too large alone is left out', [5e6, 10], []],
    ['so are all behind it', [10, 5e6, 10], ['0']],
  ])('%s', (_name, sizes, kept) => {
    const attributes = sizes.map((size, index) => text(`${index}`, size));
    const decoded = decode(logs([], [], [{ timeUnixNano: '1', attributes }, { timeUnixNano: '2' }]));
    const [first, second] = decoded.resourceLogs[0]?.scopes[0]?.records ?? [];
    expect(first?.attributes.map(([key]) => key)).toEqual(kept);
    const left = sizes.length - kept.length;
    expect(first?.droppedAttributesCount).toBe(left);
    expect(second).toMatchObject({ attributes: [], timeUnixNano: 2n });
    expect(leftOut('log records', decoded, settings)).toBe(
      left === 0 ? '' : `attributes left out over the limit of 4194304 characters a record: ${left}`,
    );
  });

  test.each<[string, ReturnType<typeof logs>]>([
    ['resource', logs([text('a', 65_536)], [], empty(1025))],
    ['scope', logs([], [text('a', 65_536)], empty(1025))],
    ['both', logs([text('a', 32_768)], [text('a', 32_768)], empty(1025))],
    [
      'nested',
      logs([{ key: 'a', value: { arrayValue: { values: [text('', 65_536).value] } } }], [], empty(1025)),
    ],
  ])('a large %s times many records is too complex', (_name, request) => {
    expect(() => decode(request)).toThrow(expect.objectContaining({ code: 'too_complex' }));
  });

  test('a large resource of few records, and a small one of many, are neither', () => {
    expect(decode(logs([text('a', 1e6)], [], empty(60))).records).toBe(60);
    expect(decode(logs([text('a', 1000)], [], empty(10_000))).records).toBe(10_000);
  });

  test('metrics have points for records', () => {
    const request = (points: number) => ({
      resourceMetrics: [
        {
          resource: { attributes: [text('a', 65_536)] },
          scopeMetrics: [{ metrics: [{ name: 'm', gauge: { dataPoints: empty(points) } }] }],
        },
      ],
    });
    const decoded = (points: number) => {
      const bytes =
        codec === 'json'
          ? Buffer.from(JSON.stringify(request(points)))
          : Buffer.from(MetricsRequest.encode(MetricsRequest.fromObject(request(points))).finish());
      return decodeMetrics(codec, bytes, settings);
    };
    expect(decoded(1000).records).toBe(1000);
    expect(() => decoded(1025)).toThrow(expect.objectContaining({ code: 'too_complex' }));
  });
});
