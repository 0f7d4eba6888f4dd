// What the body of a refusal is and says.
import { hasBadRequest, hasMessage, hides, isStatus, sameType, status } from '../judge/checks.ts';
import { sends } from '../judge/judge.ts';
import { garbage, raw } from '../messages/plans.ts';
import type { CaseGroup } from '../model.ts';
import { delimited, logsAround, tag } from '../messages/wire-bytes.ts';
import { CWE_209, OTLP_BAD_DATA, OTLP_FAILURES, OTLP_RESPONSE } from '../sources.ts';
import { rule } from './rule.ts';

/** Stands for what a prompt may hold. Parsers like to quote what they stumble over. */
const SECRET = 'sk-conformance-7f3a';
const secretJson = raw('logs', 'json', `{"resourceLogs": ${SECRET} }`);
const secretProtobuf = raw(
  'logs',
  'protobuf',
  Buffer.concat([logsAround(delimited(3, SECRET)), tag(1, 7), Buffer.from(SECRET)]),
);

export const FAILURES: CaseGroup = {
  name: 'Failures',
  cases: [
    rule(
      501,
      'MUST',
      OTLP_RESPONSE,
      'A refusal of protobuf is application/x-protobuf',
      sends(garbage('protobuf'), sameType),
    ),
    rule(
      502,
      'MUST',
      OTLP_RESPONSE,
      'A refusal of JSON is application/json',
      sends(garbage('json'), sameType),
    ),
    rule(
      503,
      'MUST',
      OTLP_FAILURES,
      'A refusal of protobuf is a google.rpc.Status in protobuf',
      sends(garbage('protobuf'), isStatus),
    ),
    rule(
      504,
      'MUST',
      OTLP_FAILURES,
      'A refusal of JSON is a google.rpc.Status in JSON: code a number, details with @type',
      sends(garbage('json'), isStatus),
    ),
    rule(
      505,
      'SHOULD',
      OTLP_FAILURES,
      'Protobuf: the Status has a message',
      sends(garbage('protobuf'), hasMessage),
    ),
    rule(506, 'SHOULD', OTLP_FAILURES, 'JSON: the Status has a message', sends(garbage('json'), hasMessage)),
    rule(
      507,
      'SHOULD',
      OTLP_BAD_DATA,
      'Protobuf: bad data has a BadRequest among the details',
      sends(garbage('protobuf'), hasBadRequest),
    ),
    rule(
      508,
      'SHOULD',
      OTLP_BAD_DATA,
      'JSON: bad data has a BadRequest among the details',
      sends(garbage('json'), hasBadRequest),
    ),
    rule(
      509,
      'SHOULD',
      CWE_209,
      'Protobuf: the refusal repeats nothing that was sent',
      sends(secretProtobuf, status(400), hides(SECRET)),
    ),
    rule(
      510,
      'SHOULD',
      CWE_209,
      'JSON: the refusal repeats nothing that was sent',
      sends(secretJson, status(400), hides(SECRET)),
    ),
  ],
};
