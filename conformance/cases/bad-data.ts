// Bodies that cannot be read, whoever reads them: 400, and never what makes a client send them again.
import { refusedOrRejected, status } from '../judge/checks.ts';
import { sends } from '../judge/judge.ts';
import { toJson } from '../messages/encode.ts';
import { logsOf } from '../messages/logs.ts';
import { oneGauge } from '../messages/metrics.ts';
import { nestedJson, nestedProtobuf } from '../messages/nested.ts';
import { message, raw } from '../messages/plans.ts';
import { delimited, END_GROUP, logsAround, tag, VARINT, varint } from '../messages/wire-bytes.ts';
import type { CaseGroup, ConformanceCase } from '../model.ts';
import { JSON_GRAMMAR, OTLP_BAD_DATA, OTLP_REQUEST, PROTO3, PROTO3_JSON, PROTO_WIRE } from '../sources.ts';
import type { Source } from '../sources.ts';
import { rule } from './rule.ts';

const protobuf = (number: number, title: string, ...bytes: readonly Buffer[]): ConformanceCase => {
  const judge = sends(raw('logs', 'protobuf', Buffer.concat(bytes)), status(400));
  return rule(number, 'MUST', OTLP_BAD_DATA, `Protobuf ${title}: 400`, judge);
};
const json = (number: number, title: string, body: string | Buffer): ConformanceCase =>
  rule(number, 'MUST', OTLP_BAD_DATA, `JSON ${title}: 400`, sends(raw('logs', 'json', body), status(400)));

/** Where receivers may repair, refuse or reject, but must come to an end that a client understands. */
const settled = (number: number, source: Source, title: string, codec: 'protobuf' | 'json', body: Buffer) =>
  rule(number, 'MUST', source, `${title}: 200 or 400`, sends(raw('logs', codec, body), status(200, 400)));

const broken = [
  protobuf(451, 'that ends within a message', delimited(1, delimited(2, 'ab')).subarray(0, 4)),
  protobuf(452, 'with a message longer than what holds it', delimited(1, Buffer.from([0x12, 0x7f, 0x00]))),
  protobuf(453, 'with wire type 7', tag(1, 7), Buffer.alloc(8)),
  protobuf(454, 'with field number 0', tag(0, VARINT), varint(1)),
  protobuf(455, 'with a varint of 11 bytes', tag(15, VARINT), Buffer.alloc(10, 0xff), Buffer.from([1])),
  protobuf(456, 'with the end of a group that never began', tag(9, END_GROUP)),
  json(461, 'that ends within an object', '{"resourceLogs":[{'),
  json(462, 'with something behind it', '{"resourceLogs":[]} {}'),
  json(463, 'that is a list', '[]'),
  json(464, 'with single quotes', "{'resourceLogs':[]}"),
  json(465, 'with a comment', '{"resourceLogs":[]/* none */}'),
  json(466, 'with a bare NaN', '{"resourceLogs":[],"fieldOfALaterVersion":NaN}'),
  json(467, 'with a comma too many', '{"resourceLogs":[],}'),
  json(468, 'whose resourceLogs is a text', '{"resourceLogs":"none"}'),
  rule(
    469,
    'MUST',
    OTLP_BAD_DATA,
    'A record that is a number: 400, or rejected',
    sends(
      message('logs', 'json', () => logsOf([42])),
      refusedOrRejected,
    ),
  ),
];

const LONE_SURROGATE =
  '{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"body":{"stringValue":"cut \\ud83d"}}]}]}]}';
const NOT_UTF8 = Buffer.from([0x61, 0xff, 0xfe, 0x62]);
const SEVERITY_TEXT = 3;
const TRACE_ID = 9;

const doubtful = [
  settled(
    481,
    PROTO3,
    'Protobuf text that is not UTF-8',
    'protobuf',
    logsAround(delimited(SEVERITY_TEXT, NOT_UTF8)),
  ),
  settled(
    482,
    PROTO3_JSON,
    'JSON bytes that are not UTF-8',
    'json',
    Buffer.concat([Buffer.from('{"resourceLogs":[],"x":"'), NOT_UTF8, Buffer.from('"}')]),
  ),
  settled(483, PROTO3_JSON, 'JSON with half of a surrogate pair', 'json', Buffer.from(LONE_SURROGATE)),
  settled(
    484,
    OTLP_BAD_DATA,
    'A trace id of 3 bytes',
    'protobuf',
    logsAround(delimited(TRACE_ID, Buffer.alloc(3, 7))),
  ),
  settled(
    485,
    PROTO3_JSON,
    'An int64 that is none',
    'json',
    toJson(logsOf([{ body: { intValue: '9223372036854775808' } }])),
  ),
  settled(486, JSON_GRAMMAR, 'JSON of 0 bytes', 'json', Buffer.alloc(0)),
  settled(487, OTLP_BAD_DATA, 'JSON nested 5,000 deep', 'json', Buffer.from(nestedJson(5_000))),
  settled(488, PROTO_WIRE, 'Protobuf nested 5,000 deep', 'protobuf', nestedProtobuf(5_000)),
  // Read as logs, points of metrics are unknown fields, and a 200 would lose them without a word.
  rule(
    489,
    'MAY',
    OTLP_REQUEST,
    'Metrics on the path of logs are refused',
    sends(
      message('metrics', 'protobuf', (facts) => oneGauge(facts), { path: '/v1/logs' }),
      status(400),
    ),
  ),
];

export const BAD_DATA: CaseGroup = { name: 'Bad data', cases: [...broken, ...doubtful] };
