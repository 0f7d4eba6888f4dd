// Log requests: a plain one, and the same with what a case is about.
import type { Facts } from '../model.ts';

export const RESOURCE = {
  attributes: [{ key: 'service.name', value: { stringValue: 'otlp-conformance' } }],
};
export const SCOPE = { name: 'otlp-conformance' };

/** One record as OTLP/JSON has it, which protobufjs takes as well. `extra` replaces fields of it. */
export function logRecord({ now, caseId }: Facts, extra: object = {}): object {
  return {
    timeUnixNano: now,
    observedTimeUnixNano: now,
    severityNumber: 9,
    severityText: 'INFO',
    body: { stringValue: 'a record of the conformance suite' },
    attributes: [{ key: 'conformance.case', value: { stringValue: caseId } }],
    ...extra,
  };
}

export function logsOf(records: readonly unknown[]): object {
  return { resourceLogs: [{ resource: RESOURCE, scopeLogs: [{ scope: SCOPE, logRecords: records }] }] };
}

export function oneLog(facts: Facts, extra: object = {}): object {
  return logsOf([logRecord(facts, extra)]);
}

/** The record's body is this AnyValue. */
export function logBody(facts: Facts, value: unknown): object {
  return oneLog(facts, { body: value });
}
