// Content-Type: which encodings are told apart, how they may be written, and what the answer has.
import { accepted, isStatus, sameType, status } from '../judge/checks.ts';
import { sends } from '../judge/judge.ts';
import { plainLog, raw } from '../messages/plans.ts';
import type { CaseGroup } from '../model.ts';
import type { Codec } from '../signal.ts';
import { HTTP_415, HTTP_MEDIA_TYPE, OTLP_CONNECTION, OTLP_RESPONSE } from '../sources.ts';
import { rule } from './rule.ts';

const as = (codec: Codec, type: string | null, headers = {}) => plainLog(codec, { type, headers });

export const MEDIA: CaseGroup = {
  name: 'Content types',
  cases: [
    rule(
      301,
      'MUST',
      HTTP_MEDIA_TYPE,
      'Application/JSON is application/json',
      sends(as('json', 'Application/JSON'), accepted),
    ),
    rule(
      302,
      'MUST',
      HTTP_MEDIA_TYPE,
      'APPLICATION/X-PROTOBUF is application/x-protobuf',
      sends(as('protobuf', 'APPLICATION/X-PROTOBUF'), accepted),
    ),
    rule(
      303,
      'SHOULD',
      HTTP_MEDIA_TYPE,
      'application/json with charset=utf-8',
      sends(as('json', 'application/json; charset=utf-8'), accepted),
    ),
    rule(
      304,
      'SHOULD',
      HTTP_MEDIA_TYPE,
      'application/x-protobuf with a parameter',
      sends(as('protobuf', 'application/x-protobuf ;v="1;2"'), accepted),
    ),
    rule(305, 'SHOULD', HTTP_415, 'Another type: 415', sends(as('json', 'text/plain'), status(415))),
    rule(306, 'SHOULD', HTTP_415, 'No Content-Type: 415 or 400', sends(as('json', null), status(415, 400))),
    rule(
      307,
      'MUST',
      OTLP_CONNECTION,
      'JSON sent as protobuf is not read as JSON: 400',
      sends(raw('logs', 'protobuf', '{"resourceLogs":[]}'), status(400)),
    ),
    rule(
      308,
      'MUST',
      OTLP_CONNECTION,
      'Protobuf sent as JSON is not read as protobuf: 400',
      sends(raw('logs', 'json', Buffer.from([0x0a, 0x00])), status(400)),
    ),
    rule(
      309,
      'MUST',
      OTLP_RESPONSE,
      'The answer has the type of the request, whatever Accept says',
      sends(as('protobuf', 'application/x-protobuf', { accept: 'application/json' }), sameType),
    ),
    rule(
      310,
      'MUST',
      OTLP_RESPONSE,
      'A refusal has the type of the request, whatever Accept says',
      sends(
        raw('logs', 'json', '{', { headers: { accept: 'text/html,application/x-protobuf' } }),
        sameType,
        isStatus,
      ),
    ),
  ],
};
