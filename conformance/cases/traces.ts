// Spans with all they can have.
import { accepted, status } from '../judge/checks.ts';
import { sends } from '../judge/judge.ts';
import { message } from '../messages/plans.ts';
import { oneSpan, SPAN_ID, TRACE_ID } from '../messages/traces.ts';
import type { CaseGroup, Facts } from '../model.ts';
import type { Codec } from '../signal.ts';
import { OTLP_BAD_DATA, OTLP_JSON, TRACE_PROTO } from '../sources.ts';
import { rule } from './rule.ts';

const STATUS_CODE_ERROR = 2;
const full = (facts: Facts): object =>
  oneSpan(facts, {
    parentSpanId: '00f067aa0ba902b7',
    traceState: 'a=b',
    flags: 257,
    status: { code: STATUS_CODE_ERROR, message: 'no' },
    events: [{ timeUnixNano: facts.now, name: 'event', attributes: [] }],
    links: [{ traceId: TRACE_ID, spanId: SPAN_ID, attributes: [] }],
  });
const spans = (codec: Codec, request: (facts: Facts) => object) => message('traces', codec, request);

export const TRACES: CaseGroup = {
  name: 'Traces',
  cases: [
    rule(
      801,
      'MUST',
      TRACE_PROTO,
      'A span with events, links, state and status, in protobuf',
      sends(spans('protobuf', full), accepted),
      'traces',
    ),
    rule(
      802,
      'MUST',
      OTLP_JSON,
      'The same in JSON, its ids as hex',
      sends(spans('json', full), accepted),
      'traces',
    ),
    rule(
      803,
      'MUST',
      OTLP_BAD_DATA,
      'A trace id of zeros, which is invalid: 200 or 400',
      sends(
        spans('protobuf', (facts) => oneSpan(facts, { traceId: '0'.repeat(32) })),
        status(200, 400),
      ),
      'traces',
    ),
  ],
};
