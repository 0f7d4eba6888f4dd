// Protobuf messages that are valid in ways encoders seldom write.
import { accepted, status } from '../judge/checks.ts';
import { sends, type Judge } from '../judge/judge.ts';
import { toProtobuf } from '../messages/encode.ts';
import { logBody, logRecord, logsOf, oneLog } from '../messages/logs.ts';
import { message, type PlanOf } from '../messages/plans.ts';
import { SPAN_ID, TRACE_ID } from '../messages/traces.ts';
import {
  delimited,
  END_GROUP,
  FIXED32,
  FIXED64,
  logsAround,
  START_GROUP,
  tag,
  VARINT,
  varint,
} from '../messages/wire-bytes.ts';
import type { CaseGroup, Facts } from '../model.ts';
import { COMMON_PROTO, LOGS_PROTO, PROTO3, PROTO_WIRE } from '../sources.ts';
import { rule } from './rule.ts';

const takes = (request: (facts: Facts) => object): Judge =>
  sends(message('logs', 'protobuf', request), accepted);
const bytes = (body: (facts: Facts) => Buffer): PlanOf => {
  return (facts) => ({ signal: 'logs', codec: 'protobuf', body: body(facts) });
};

/** One field of every wire type, with numbers that no version of the schema has. */
const LATER_FIELDS = Buffer.concat([
  tag(1001, VARINT),
  varint(300),
  tag(1002, FIXED64),
  Buffer.alloc(8, 1),
  delimited(1003, 'a later version'),
  tag(1004, FIXED32),
  Buffer.alloc(4, 1),
]);
const LATER_GROUP = Buffer.concat([tag(1005, START_GROUP), tag(1, VARINT), varint(1), tag(1005, END_GROUP)]);

const time = ({ now }: Facts): Buffer => {
  const value = Buffer.alloc(8);
  value.writeBigUInt64LE(BigInt(now));
  return Buffer.concat([tag(1, FIXED64), value]);
};
const TEXT = delimited(5, delimited(1, 'a record of the conformance suite'));
const around = (facts: Facts, ...others: readonly Buffer[]): Buffer =>
  logsAround(Buffer.concat([time(facts), TEXT, ...others]));
/** Backwards: the highest field number first. */
const reversed = (facts: Facts): Buffer =>
  logsAround(Buffer.concat([delimited(12, 'name'), TEXT, time(facts)]));
/** A length of three bytes where one is enough. */
const longLength = (facts: Facts): Buffer => {
  const inner = around(facts).subarray(2);
  return Buffer.concat([Buffer.from([0x0a, inner.length | 0x80, 0x80, 0x00]), inner]);
};

const EVERY_KIND = {
  kvlistValue: {
    values: [
      { key: 'flag', value: { boolValue: true } },
      { key: 'small', value: { intValue: '-9223372036854775808' } },
      { key: 'large', value: { intValue: '9223372036854775807' } },
      { key: 'real', value: { doubleValue: 0.5 } },
      { key: 'none', value: {} },
      { key: 'bytes', value: { bytesValue: Buffer.from([0, 255]) } },
      { key: 'list', value: { arrayValue: { values: [{ stringValue: 'a' }, { doubleValue: NaN }] } } },
    ],
  },
};
const TWICE = ['one', 'two'].map((stringValue) => ({ key: 'twice', value: { stringValue } }));
const MANY = 1000;

export const PROTOBUF: CaseGroup = {
  name: 'Protobuf',
  cases: [
    rule(
      701,
      'MUST',
      PROTO3,
      'Unknown fields of the request',
      sends(
        bytes((facts) => Buffer.concat([LATER_FIELDS, around(facts)])),
        accepted,
      ),
    ),
    rule(
      702,
      'MUST',
      PROTO3,
      'Unknown fields of a record, of every wire type',
      sends(
        bytes((facts) => around(facts, LATER_FIELDS)),
        accepted,
      ),
    ),
    rule(
      703,
      'SHOULD',
      PROTO_WIRE,
      'An unknown group',
      sends(
        bytes((facts) => around(facts, LATER_GROUP)),
        accepted,
      ),
    ),
    rule(704, 'MUST', PROTO_WIRE, 'Fields in another order', sends(bytes(reversed), accepted)),
    rule(
      705,
      'SHOULD',
      PROTO_WIRE,
      'A length written with more bytes than it takes',
      sends(bytes(longLength), accepted),
    ),
    rule(
      706,
      'MUST',
      PROTO_WIRE,
      'Two requests joined are one',
      sends(
        bytes((facts) => Buffer.concat([toProtobuf('logs', oneLog(facts)), around(facts)])),
        accepted,
      ),
    ),
    rule(
      707,
      'MUST',
      PROTO3,
      'An enum value of a later version',
      takes((facts) => oneLog(facts, { severityNumber: 99 })),
    ),
    rule(
      708,
      'MUST',
      COMMON_PROTO,
      'A value with every kind of AnyValue',
      takes((facts) => logBody(facts, EVERY_KIND)),
    ),
    rule(
      709,
      'MUST',
      COMMON_PROTO,
      'An empty AnyValue',
      takes((facts) => logBody(facts, {})),
    ),
    rule(
      710,
      'MUST',
      LOGS_PROTO,
      'Ids of 16 and of 8 bytes',
      takes((facts) => oneLog(facts, { traceId: TRACE_ID, spanId: SPAN_ID, flags: 1 })),
    ),
    rule(
      711,
      'MUST',
      LOGS_PROTO,
      'A record without a time',
      takes((facts) => oneLog(facts, { timeUnixNano: 0 })),
    ),
    rule(
      712,
      'MUST',
      PROTO3,
      'Text with NUL and emoji',
      takes((facts) => logBody(facts, { stringValue: 'a\0b 🦉' })),
    ),
    rule(
      713,
      'MUST',
      COMMON_PROTO,
      'A key that is there twice: 200 or 400',
      sends(
        message('logs', 'protobuf', (facts) => oneLog(facts, { attributes: TWICE })),
        status(200, 400),
      ),
    ),
    rule(
      714,
      'SHOULD',
      LOGS_PROTO,
      '1,000 records in one request',
      takes((facts) =>
        logsOf(Array.from({ length: MANY }, (_, index) => logRecord(facts, { eventName: `e${index}` }))),
      ),
    ),
  ],
};
