import { describe, expect, test } from '@jest/globals';
import { decodeLogs } from '../../src/decode/decode-logs.ts';
import { DEFAULT_INGEST_SETTINGS } from '../../src/settings.ts';
import { LogsRequest, MetricsRequest } from '@governance-agent/testkit';

const limits = DEFAULT_INGEST_SETTINGS;
const decode = (request: unknown, own = limits) =>
  decodeLogs('json', Buffer.from(JSON.stringify(request)), own);
const ofRecord = (record: unknown) => decode({ resourceLogs: [{ scopeLogs: [{ logRecords: [record] }] }] });
const first = (record: unknown) => ofRecord(record).resourceLogs[0]?.scopes[0]?.records[0];
const value = (anyValue: unknown) => first({ body: anyValue })?.body;

describe('values of OTLP/JSON (H11)', () => {
  test.each<[string, unknown, unknown]>([
    ['int as number', { intValue: 120 }, 120],
    ['int as text', { intValue: '120' }, 120],
    ['int beyond 2^53 as text', { intValue: '9007199254740993' }, '9007199254740993'],
    ['negative int', { intValue: '-5' }, -5],
    ['double null', { doubleValue: null }, null],
    ['double NaN', { doubleValue: 'NaN' }, null],
    ['double as text', { doubleValue: '0.5' }, 0.5],
    ['empty value', {}, null],
    ['null body', null, null],
    ['bytes', { bytesValue: 'aGk' }, 'aGk='],
    ['array', { arrayValue: { values: [{ stringValue: 'a' }, {}] } }, ['a', null]],
    ['array without values', { arrayValue: {} }, []],
    ['snake case', { string_value: 'x' }, 'x'],
    ['NUL', { stringValue: 'a\u0000b' }, 'ab'],
    ['lone surrogate', { stringValue: 'cut \ud83d' }, 'cut \ufffd'],
    [
      'list with a repeated key',
      kvlist(['a', 1], ['a', 2]),
      [
        { key: 'a', value: 1 },
        { key: 'a', value: 2 },
      ],
    ],
  ])('%s', (_name, anyValue, expected) => {
    expect(value(anyValue)).toEqual(expected);
  });

  test('a key named __proto__ stays a key', () => {
    expect(JSON.stringify(value(kvlist(['__proto__', 1], ['constructor', 2])))).toBe(
      '{"__proto__":1,"constructor":2}',
    );
    expect(({} as Record<string, unknown>)['1']).toBeUndefined();
  });
});

function kvlist(...entries: [string, number][]) {
  return { kvlistValue: { values: entries.map(([key, intValue]) => ({ key, value: { intValue } })) } };
}

test.each<[string, unknown, object]>([
  [
    'snake case names',
    { time_unix_nano: '7', event_name: 'e', trace_id: 'A'.repeat(32) },
    { timeUnixNano: 7n, eventName: 'e', traceId: 'a'.repeat(32) },
  ],
  ['time as number', { timeUnixNano: 7 }, { timeUnixNano: 7n }],
  ['severity by name', { severityNumber: 'SEVERITY_NUMBER_WARN2' }, { severityNumber: 14 }],
  ['invalid ids', { traceId: 'xyz', spanId: '0000000000000000' }, { traceId: '', spanId: '' }],
  ['unknown fields', { whatever: { deep: [1] } }, { body: null }],
])('a record with %s is read', (_name, record, expected) => {
  expect(first(record)).toMatchObject(expected);
});

test.each([
  {},
  { resourceLogs: [] },
  { resourceLogs: null },
  { resource_logs: [] },
  { resourceLogs: [{ scopeLogs: [{}] }] },
])('an empty request is a request: %j', (request) => {
  expect(decode(request).records).toBe(0);
});

test('an empty protobuf body is a request', () => {
  expect(decodeLogs('protobuf', Buffer.alloc(0), limits).records).toBe(0);
});

describe('trouble of one record costs that record only (H6)', () => {
  const deep = (depth: number): unknown =>
    depth === 0 ? { intValue: 1 } : { arrayValue: { values: [deep(depth - 1)] } };

  test('a record nested too deep is rejected, its neighbours are read', () => {
    const logRecords = [{ eventName: 'a' }, { body: deep(40) }, 'not an object', { eventName: 'b' }];
    const decoded = decode({ resourceLogs: [{ scopeLogs: [{ logRecords }] }] });
    expect(decoded).toMatchObject({ records: 2, rejectedRecords: 2 });
    expect(decoded.violations.map(({ field }) => field)).toEqual([
      'resource_logs[0].scope_logs[0].log_records[1]',
      'resource_logs[0].scope_logs[0].log_records[2]',
    ]);
  });

  test('the same in protobuf', () => {
    const logRecords = [{ eventName: 'a' }, { body: deep(40) }, { eventName: 'b' }];
    const request = LogsRequest.fromObject({ resourceLogs: [{ scopeLogs: [{ logRecords }] }] });
    const decoded = decodeLogs('protobuf', Buffer.from(LogsRequest.encode(request).finish()), limits);
    expect(decoded).toMatchObject({ records: 2, rejectedRecords: 1 });
    expect(decoded.resourceLogs[0]?.scopes[0]?.records.map(({ eventName }) => eventName)).toEqual(['a', 'b']);
  });
});

describe('caps that hold while decoding (H10)', () => {
  const records = (count: number) => ({
    resourceLogs: [{ scopeLogs: [{ logRecords: Array.from({ length: count }, () => ({})) }] }],
  });

  test('exactly the limit passes, one more does not', () => {
    expect(decode(records(10), { ...limits, maxRecords: 10 }).records).toBe(10);
    expect(() => decode(records(11), { ...limits, maxRecords: 10 })).toThrow(
      expect.objectContaining({ code: 'too_many_records' }),
    );
  });

  test('attributes over the limit are counted, the record stays', () => {
    const attributes = Array.from({ length: 5 }, (_, index) => ({ key: `k${index}`, value: {} }));
    const decoded = decode(
      { resourceLogs: [{ scopeLogs: [{ logRecords: [{ attributes }] }] }] },
      { ...limits, maxAttributes: 3 },
    );
    expect(decoded).toMatchObject({ records: 1, surplusAttributes: 2 });
    expect(decoded.resourceLogs[0]?.scopes[0]?.records[0]).toMatchObject({ droppedAttributesCount: 2 });
  });

  test.each(['protobuf', 'json'] as const)('a small %s text cannot become millions of objects', (codec) => {
    const bomb =
      codec === 'protobuf'
        ? Buffer.alloc(4_000_000, Buffer.from([0x0a, 0x00]))
        : Buffer.from(`{"resourceLogs":[${'{},'.repeat(4_000_000)}{}]}`);
    expect(() => decodeLogs(codec, bomb, { ...limits, maxRecords: 100 })).toThrow(
      expect.objectContaining({ code: 'too_complex' }),
    );
  });

  test('braces inside a long text are not counted', () => {
    const text = '{[,"\\'.repeat(400_000);
    const own = { ...limits, maxRecords: 1, maxAttributes: 1 };
    expect(
      decode({ resourceLogs: [{ scopeLogs: [{ logRecords: [{ body: { stringValue: text } }] }] }] }, own)
        .records,
    ).toBe(1);
  });
});

describe('another signal on the logs path', () => {
  test('is named in JSON', () => {
    expect(() => decode({ resourceMetrics: [] })).toThrow(expect.objectContaining({ code: 'wrong_signal' }));
  });

  test('is named in protobuf', () => {
    const request = MetricsRequest.fromObject({
      resourceMetrics: [{ scopeMetrics: [{ metrics: [{ name: 'x' }] }] }],
    });
    expect(() =>
      decodeLogs('protobuf', Buffer.from(MetricsRequest.encode(request).finish()), limits),
    ).toThrow(expect.objectContaining({ code: 'wrong_signal' }));
  });
});
