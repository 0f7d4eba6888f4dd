import { describe, expect, test } from '@jest/globals';
import { captureRequests, captures, MetricsRequest } from '@governance-agent/testkit';
import fc from 'fast-check';
import { gunzipSync } from 'node:zlib';
import { decodeMetrics } from '../../src/decode/decode-metrics.ts';
import type { DecodedMetrics } from '../../src/decode/decoded-metrics.ts';
import { IngestError } from '../../src/errors.ts';
import { DEFAULT_INGEST_SETTINGS } from '../../src/settings.ts';
import { metricsRequest } from '../support/metric-arbitraries.ts';

const limits = DEFAULT_INGEST_SETTINGS;
const json = (request: unknown) => decodeMetrics('json', Buffer.from(JSON.stringify(request)), limits);
const protobufBytes = (request: unknown): Buffer =>
  Buffer.from(MetricsRequest.encode(MetricsRequest.fromObject(request as object)).finish());

const captured = captures()
  .flatMap(captureRequests)
  .filter(({ signal }) => signal === 'metrics')
  .map((request) => ({
    name: `${request.capture}/${request.file}`,
    codec: request.headers['content-type'] === 'application/json' ? ('json' as const) : ('protobuf' as const),
    body: request.headers['content-encoding'] === 'gzip' ? gunzipSync(request.body) : request.body,
  }));

/** Both codecs, or the code of the error that both give. */
function outcome(decode: () => DecodedMetrics): unknown {
  try {
    return decode();
  } catch (error) {
    return error instanceof IngestError ? [error.code, error.violations] : error;
  }
}

const TIME = '1795229540397000000';
const pointOf = (kind: string, point: object) => ({
  resourceMetrics: [{ scopeMetrics: [{ metrics: [{ name: 'm', [kind]: { dataPoints: [point] } }] }] }],
});
const first = ({ resourceMetrics }: DecodedMetrics) =>
  resourceMetrics[0]?.scopes[0]?.metrics[0]?.data?.points[0];

describe('decodeMetrics', () => {
  test('gives equal values for one request in both codecs', () => {
    fc.assert(
      fc.property(metricsRequest, (request) => {
        const bytes = protobufBytes(request);
        expect(outcome(() => decodeMetrics('protobuf', bytes, limits))).toEqual(outcome(() => json(request)));
      }),
      { numRuns: 400 },
    );
  });

  test('reads what the reflected schema reads', () => {
    fc.assert(
      fc.property(metricsRequest, (request) => {
        const bytes = protobufBytes(request);
        const oracle = MetricsRequest.toObject(MetricsRequest.decode(bytes), {
          longs: String,
          bytes: String,
          json: true,
        });
        expect(outcome(() => json(oracle))).toEqual(outcome(() => decodeMetrics('protobuf', bytes, limits)));
      }),
      { numRuns: 200 },
    );
  });

  test.each(captured)('reads every point of $name', ({ codec, body }) => {
    const plain =
      codec === 'json'
        ? (JSON.parse(body.toString()) as unknown)
        : MetricsRequest.toObject(MetricsRequest.decode(body), { longs: String });
    const points = (JSON.stringify(plain).match(/"timeUnixNano"/g) ?? []).length;
    expect(points).toBeGreaterThan(0);
    const decoded = decodeMetrics(codec, body, limits);
    expect(decoded).toMatchObject({ records: points, rejectedRecords: 0, surplusAttributes: 0 });
    expect(decoded.resourceMetrics).toEqual(json(plain).resourceMetrics);
  });

  test('a capture cut at any byte is refused or read in part, never a bare error', () => {
    const body = captured.find(({ codec }) => codec === 'protobuf')?.body ?? Buffer.alloc(0);
    expect(body.length).toBeGreaterThan(1000);
    for (let length = 0; length < Math.min(body.length, 4000); length += 1) {
      const cut = outcome(() => decodeMetrics('protobuf', body.subarray(0, length), limits));
      expect(cut).not.toBeInstanceOf(Error);
    }
  });

  test.each(['protobuf', 'json'] as const)('arbitrary bytes as %s never give a bare error', (codec) => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(outcome(() => decodeMetrics(codec, Buffer.from(bytes), limits))).not.toBeInstanceOf(Error);
      }),
      { numRuns: 1000 },
    );
  });

  test.each([
    ['text', { asInt: '-9223372036854775808' }, -9_223_372_036_854_775_808n],
    ['a number', { asInt: 7 }, 7n],
    ['a long number', { asInt: '9007199254740993' }, 9_007_199_254_740_993n],
    ['snake case', { as_int: 7 }, 7n],
    ['a fraction as integer', { asInt: 1.5 }, 1.5],
    ['a double as text', { asDouble: '1.5e3' }, 1500],
    ['NaN', { asDouble: 'NaN' }, Number.NaN],
    ['infinity', { asDouble: '-Infinity' }, -Infinity],
    ['what JSON makes of NaN', { asDouble: null }, null],
    ['hexadecimal', { asDouble: '0x10' }, null],
    ['nothing', {}, null],
  ])('JSON: %s', (_name, value, expected) => {
    expect(first(json(pointOf('gauge', { timeUnixNano: TIME, ...value })))).toMatchObject({
      value: expected,
    });
  });

  test('JSON: integers beyond 2^53 are exact where the text is', () => {
    const body = `{"resourceMetrics":[{"scopeMetrics":[{"metrics":[{"sum":{"dataPoints":[{"timeUnixNano":${TIME},"asInt":9007199254740993}]}}]}]}]}`;
    expect(first(decodeMetrics('json', Buffer.from(body), limits))).toMatchObject({
      value: 9_007_199_254_740_993n,
      timeUnixNano: BigInt(TIME),
    });
  });

  test.each([
    [1, 'delta'],
    ['AGGREGATION_TEMPORALITY_CUMULATIVE', 'cumulative'],
    [9, 'unspecified'],
    ['nonsense', 'unspecified'],
  ])('JSON: temporality %p is %s', (aggregationTemporality, expected) => {
    const request = {
      resourceMetrics: [{ scopeMetrics: [{ metrics: [{ sum: { aggregationTemporality } }] }] }],
    };
    expect(json(request).resourceMetrics[0]?.scopes[0]?.metrics[0]?.data).toMatchObject({
      temporality: expected,
    });
  });

  test('lists that are not packed are read as packed ones', () => {
    const packed = protobufBytes(
      pointOf('histogram', { timeUnixNano: TIME, bucketCounts: [3, 4], explicitBounds: [0.5] }),
    );
    // field 6 (fixed64) twice and field 7 (double) once, each with a tag of its own
    const eight = (value: bigint): Buffer => {
      const bytes = Buffer.alloc(8);
      bytes.writeBigUInt64LE(value);
      return bytes;
    };
    const half = Buffer.alloc(8);
    half.writeDoubleLE(0.5);
    const time = Buffer.concat([Buffer.from([0x19]), eight(BigInt(TIME))]);
    const one = Buffer.concat([
      Buffer.from([0x31]),
      eight(3n),
      Buffer.from([0x31]),
      eight(4n),
      Buffer.from([0x39]),
      half,
      time,
    ]);
    const wrap = (tag: number, inner: Buffer): Buffer =>
      Buffer.concat([Buffer.from([tag, inner.length]), inner]);
    const name = Buffer.from([0x0a, 1, 0x6d]);
    const metric = Buffer.concat([name, wrap(0x4a, wrap(0x0a, one))]);
    const unpacked = wrap(0x0a, wrap(0x12, wrap(0x12, metric)));
    expect(first(decodeMetrics('protobuf', unpacked, limits))).toEqual(
      first(decodeMetrics('protobuf', packed, limits)),
    );
  });
});

describe('a point that cannot be read', () => {
  const good = { timeUnixNano: TIME, asInt: 1 };
  test.each([
    ['has no time', { asInt: 1 }, 'time_unix_nano is missing or out of range'],
    ['is of 1970', { asInt: 1, timeUnixNano: 5 }, 'time_unix_nano is missing or out of range'],
    [
      'nests too deep',
      { timeUnixNano: TIME, attributes: [{ key: 'a', value: nested(40) }] },
      'nested deeper than 32',
    ],
  ])('is rejected alone: it %s', (_name, bad, reason) => {
    const request = {
      resourceMetrics: [{ scopeMetrics: [{ metrics: [{ sum: { dataPoints: [bad, good] } }] }] }],
    };
    for (const decoded of [json(request), decodeMetrics('protobuf', protobufBytes(request), limits)]) {
      expect(decoded).toMatchObject({ records: 1, rejectedRecords: 1 });
      expect(decoded.violations).toEqual([
        {
          field: 'resource_metrics[0].scope_metrics[0].metrics[0].sum.data_points[0]',
          description: expect.stringContaining(reason),
        },
      ]);
    }
  });

  test('is rejected alone: it has more buckets than any histogram', () => {
    const bucketCounts = Array.from({ length: 5000 }, () => 1);
    const request = pointOf('histogram', { timeUnixNano: TIME, bucketCounts });
    for (const decode of [
      () => json(request),
      () => decodeMetrics('protobuf', protobufBytes(request), limits),
    ])
      expect(outcome(decode)).toEqual([
        'malformed',
        [expect.objectContaining({ description: expect.stringContaining('4096 buckets') })],
      ]);
  });

  test('more points than allowed are 413', () => {
    const request = {
      resourceMetrics: [{ scopeMetrics: [{ metrics: [{ gauge: { dataPoints: [good, good] } }] }] }],
    };
    for (const codec of ['json', 'protobuf'] as const) {
      const bytes = codec === 'json' ? Buffer.from(JSON.stringify(request)) : protobufBytes(request);
      expect(() => decodeMetrics(codec, bytes, { ...limits, maxRecords: 1 })).toThrow(
        expect.objectContaining({ code: 'too_many_records' }),
      );
    }
  });
});

function nested(depth: number): object {
  return depth === 0 ? { stringValue: 'x' } : { arrayValue: { values: [nested(depth - 1)] } };
}
