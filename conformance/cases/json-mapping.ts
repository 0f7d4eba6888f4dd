// OTLP/JSON: how values are written, and what a receiver has to read.
import { accepted, status } from '../judge/checks.ts';
import { sends, type Judge } from '../judge/judge.ts';
import { toJson } from '../messages/encode.ts';
import { logBody, logRecord, logsOf, oneLog } from '../messages/logs.ts';
import { CUMULATIVE, oneMetric, point } from '../messages/metrics.ts';
import { message, type PlanOf } from '../messages/plans.ts';
import { oneSpan, SPAN_ID, TRACE_ID } from '../messages/traces.ts';
import type { CaseGroup, Facts } from '../model.ts';
import { COMMON_PROTO, JSON_ENCODING, JSON_GRAMMAR, OTLP_JSON, PROTO3_JSON } from '../sources.ts';
import { rule } from './rule.ts';

const takes = (request: (facts: Facts) => object): Judge => sends(message('logs', 'json', request), accepted);
const value = (anyValue: unknown): Judge => takes((facts) => logBody(facts, anyValue));
const record = (extra: object): Judge => takes((facts) => oneLog(facts, extra));
const text =
  (change: (json: string) => string): PlanOf =>
  (facts) => ({
    signal: 'logs',
    codec: 'json',
    body: Buffer.from(change(toJson(oneLog(facts)).toString('utf8'))),
  });

const EVERY_KIND = {
  kvlistValue: {
    values: [
      { key: 'text', value: { stringValue: 'a' } },
      { key: 'flag', value: { boolValue: true } },
      { key: 'whole', value: { intValue: '5' } },
      { key: 'real', value: { doubleValue: 0.5 } },
      { key: 'list', value: { arrayValue: { values: [{ stringValue: 'b' }, { intValue: '6' }] } } },
      { key: 'bytes', value: { bytesValue: 'AQID' } },
    ],
  },
};

const numbers = [
  rule(201, 'MUST', PROTO3_JSON, 'int64 as decimal text', value({ intValue: '120' })),
  rule(202, 'MUST', PROTO3_JSON, 'int64 as a number', value({ intValue: 120 })),
  rule(203, 'MUST', PROTO3_JSON, 'The largest int64 as text', value({ intValue: '9223372036854775807' })),
  rule(204, 'MUST', PROTO3_JSON, 'The smallest int64 as text', value({ intValue: '-9223372036854775808' })),
  rule(
    205,
    'MUST',
    PROTO3_JSON,
    'A timestamp (fixed64) as a number',
    takes((facts) => oneLog(facts, { timeUnixNano: Number(facts.now) })),
  ),
  rule(206, 'MUST', PROTO3_JSON, 'uint32 as text', record({ droppedAttributesCount: '3' })),
  rule(207, 'MUST', PROTO3_JSON, 'A double as text', value({ doubleValue: '0.5' })),
  rule(208, 'MUST', PROTO3_JSON, 'A double that is "NaN" or "-Infinity"', value(specials())),
];

function specials(): object {
  return { arrayValue: { values: [{ doubleValue: 'NaN' }, { doubleValue: '-Infinity' }] } };
}

const names = [
  rule(
    221,
    'MUST',
    OTLP_JSON,
    'traceId and spanId as hex in lower case',
    record({ traceId: TRACE_ID, spanId: SPAN_ID }),
  ),
  rule(
    222,
    'MUST',
    OTLP_JSON,
    'traceId and spanId as hex in upper case',
    record({ traceId: TRACE_ID.toUpperCase(), spanId: SPAN_ID.toUpperCase() }),
  ),
  rule(
    223,
    'MUST',
    OTLP_JSON,
    'Enum of metrics as an integer (aggregationTemporality)',
    sends(
      message('metrics', 'json', (facts) =>
        oneMetric(facts, {
          sum: {
            dataPoints: [point(facts, { asInt: '1' })],
            aggregationTemporality: CUMULATIVE,
            isMonotonic: true,
          },
        }),
      ),
      accepted,
    ),
    'metrics',
  ),
  rule(
    224,
    'MUST',
    OTLP_JSON,
    'Enum of spans as an integer (kind)',
    sends(
      message('traces', 'json', (facts) => oneSpan(facts, { kind: 3 })),
      accepted,
    ),
    'traces',
  ),
  rule(
    225,
    'MAY',
    OTLP_JSON,
    'Enum as a name, which no sender may use, is refused',
    sends(
      message('logs', 'json', (facts) => oneLog(facts, { severityNumber: 'SEVERITY_NUMBER_INFO' })),
      status(400),
    ),
  ),
  rule(
    226,
    'MUST',
    OTLP_JSON,
    'An unknown field of the request is ignored',
    takes((facts) => ({ ...oneLog(facts), fieldOfALaterVersion: { deep: [1, null, 'x'] } })),
  ),
  rule(
    227,
    'MUST',
    OTLP_JSON,
    'An unknown field of a record is ignored',
    record({ fieldOfALaterVersion: { deep: [1, null, 'x'] } }),
  ),
  rule(
    228,
    'MUST',
    OTLP_JSON,
    'An unknown field of a value is ignored',
    value({ stringValue: 'a', fieldOfALaterVersion: 1 }),
  ),
  rule(
    229,
    'MUST',
    OTLP_JSON,
    'A field named `__proto__` is ignored as any other',
    sends(
      text((json) => json.replace('{', '{"__proto__":{"resourceLogs":1},"constructor":null,')),
      accepted,
    ),
  ),
  // proto3's own mapping reads both names, and many receivers do: a receiver that does is lenient, not broken.
  rule(
    230,
    'MAY',
    OTLP_JSON,
    'Names in snake_case are unknown fields',
    sends(
      text((json) => json.replace('{', '{"resource_logs":"no list",')),
      accepted,
    ),
  ),
];

const values = [
  rule(241, 'MUST', COMMON_PROTO, 'A value with every kind of AnyValue', value(EVERY_KIND)),
  rule(242, 'MUST', COMMON_PROTO, 'An empty AnyValue', value({})),
  rule(
    243,
    'MUST',
    PROTO3_JSON,
    'null stands for a field that is not set',
    record({ body: null, eventName: null }),
  ),
  rule(
    244,
    'MUST',
    PROTO3_JSON,
    'bytes in base64 for URLs, without padding',
    value({ bytesValue: '-_-_AQ' }),
  ),
  rule(
    245,
    'MUST',
    PROTO3_JSON,
    'Text with NUL, emoji and escapes',
    value({ stringValue: 'a\u0000b 🦉 \u00e9\n' }),
  ),
  rule(246, 'MUST', JSON_GRAMMAR, 'White space between all tokens', sends(text(spacedOut), accepted)),
  rule(
    247,
    'MAY',
    JSON_ENCODING,
    'A byte order mark before the text is ignored',
    sends(
      text((json) => `\uFEFF${json}`),
      accepted,
    ),
  ),
  rule(
    248,
    'MUST',
    OTLP_JSON,
    'Several resources and scopes in one request',
    takes((facts) => ({ resourceLogs: [one(facts), one(facts), { scopeLogs: [] }].flat() })),
  ),
];

function spacedOut(json: string): string {
  return `\r\n\t ${JSON.stringify(JSON.parse(json), null, '\t')} \n`;
}

function one(facts: Facts): object {
  const { resourceLogs } = logsOf([logRecord(facts)]) as { resourceLogs: object[] };
  return resourceLogs;
}

export const JSON_MAPPING: CaseGroup = { name: 'JSON mapping', cases: [...numbers, ...names, ...values] };
