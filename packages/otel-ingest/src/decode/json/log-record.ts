// LogRecord in OTLP/JSON. Ids are hex here, unlike in any other protobuf JSON.
import type { DecodeBudget } from '../budget.ts';
import { spanIdFromHex, traceIdFromHex } from '../ids.ts';
import type { LogRecord } from '../model.ts';
import { anyValueFromJson } from './any-value.ts';
import { attributesFromJson } from './attributes.ts';
import { field, textField, uint32Field, uint64Field, type JsonFields } from './fields.ts';
import { severityFromJson } from './severity.ts';

export function logRecordFromJson(record: JsonFields, budget: DecodeBudget): LogRecord {
  const body = field(record, 'body');
  return {
    timeUnixNano: uint64Field(field(record, 'timeUnixNano', 'time_unix_nano')),
    observedTimeUnixNano: uint64Field(field(record, 'observedTimeUnixNano', 'observed_time_unix_nano')),
    severityNumber: severityFromJson(field(record, 'severityNumber', 'severity_number')),
    severityText: textField(field(record, 'severityText', 'severity_text')),
    body: body === undefined ? null : anyValueFromJson(body, budget, 0),
    ...attributesFromJson(record, budget),
    flags: uint32Field(field(record, 'flags')),
    traceId: traceIdFromHex(textField(field(record, 'traceId', 'trace_id'))),
    spanId: spanIdFromHex(textField(field(record, 'spanId', 'span_id'))),
    eventName: textField(field(record, 'eventName', 'event_name')),
  };
}
