// Trace requests: one span, with what a case is about.
import type { Facts } from '../model.ts';
import { RESOURCE, SCOPE } from './logs.ts';

export const TRACE_ID = '5b8efff798038103d269b633813fc60c';
export const SPAN_ID = 'eee19b7ec3c1b174';

/** With ids as hex: for protobuf they go through `withByteIds`. */
export function oneSpan({ now, caseId }: Facts, extra: object = {}): object {
  const span = {
    traceId: TRACE_ID,
    spanId: SPAN_ID,
    name: 'conformance',
    kind: 2,
    startTimeUnixNano: (BigInt(now) - 1_000_000n).toString(),
    endTimeUnixNano: now,
    attributes: [{ key: 'conformance.case', value: { stringValue: caseId } }],
    ...extra,
  };
  return { resourceSpans: [{ resource: RESOURCE, scopeSpans: [{ scope: SCOPE, spans: [span] }] }] };
}
