// Arbitrary OTLP requests as OTLP/JSON, and the same request for the protobuf oracle.
import fc from 'fast-check';

type Json = Record<string, unknown>;

export const text = fc.string({ unit: 'grapheme', maxLength: 20 });
export const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String);
export const fixed64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String);
const hex = (bytes: number) =>
  fc.uint8Array({ minLength: bytes, maxLength: bytes }).map((id) => Buffer.from(id).toString('hex'));

const { anyValue } = fc.letrec<{ anyValue: Json; keyValue: Json }>((tie) => ({
  anyValue: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    text.map((stringValue) => ({ stringValue })),
    fc.boolean().map((boolValue) => ({ boolValue })),
    int64.map((intValue) => ({ intValue })),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((doubleValue) => ({ doubleValue })),
    fc.uint8Array({ maxLength: 8 }).map((bytes) => ({ bytesValue: Buffer.from(bytes).toString('base64') })),
    fc.constant({}),
    fc.array(tie('anyValue'), { maxLength: 3 }).map((values) => ({ arrayValue: { values } })),
    fc.array(tie('keyValue'), { maxLength: 3 }).map((values) => ({ kvlistValue: { values } })),
  ),
  keyValue: fc.record({
    key: fc.oneof(text, fc.constant('__proto__'), fc.constant('a')),
    value: tie('anyValue'),
  }),
}));

export const attributes = fc.array(
  fc.record({ key: fc.oneof(text, fc.constant('constructor')), value: anyValue }),
  {
    maxLength: 5,
  },
);
export const droppedAttributesCount = fc.nat(9);

const logRecord = fc.record({
  timeUnixNano: fixed64,
  observedTimeUnixNano: fixed64,
  severityNumber: fc.nat(24),
  severityText: text,
  body: anyValue,
  attributes,
  droppedAttributesCount,
  flags: fc.nat(255),
  traceId: hex(16),
  spanId: hex(8),
  eventName: text,
});

const scopeLogs = fc.record({
  scope: fc.record({ name: text, version: text, attributes, droppedAttributesCount }),
  logRecords: fc.array(logRecord, { maxLength: 3 }),
  schemaUrl: text,
});

export const logsRequest = fc.record({
  resourceLogs: fc.array(
    fc.record({
      resource: fc.record({ attributes, droppedAttributesCount }),
      scopeLogs: fc.array(scopeLogs, { maxLength: 2 }),
      schemaUrl: text,
    }),
    { maxLength: 2 },
  ),
});

/** OTLP/JSON writes ids in hex, the protobuf oracle reads base64. Everything else it reads as it stands. */
export function forOracle(request: unknown): Json {
  const encoded = JSON.stringify(request, (key, value: unknown) =>
    (key === 'traceId' || key === 'spanId') && typeof value === 'string'
      ? Buffer.from(value, 'hex').toString('base64')
      : value,
  );
  return JSON.parse(encoded) as Json;
}
