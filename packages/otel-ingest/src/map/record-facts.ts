// What the OTLP record itself says beside its attributes, under attribute names.
import type { JsonObject, JsonValue } from '@governance-agent/policy-engine';
import type { LogRecord } from '../decode/model.ts';
import { isSane } from '../decode/time-range.ts';
import { isSameName, type EventName } from './event-name.ts';

/** Starts the attributes of an event with the facts of its scope and record; what is not set is not named. */
export function recordFacts(
  scope: JsonObject,
  record: LogRecord,
  name: EventName,
): Record<string, JsonValue> {
  const facts: Record<string, JsonValue> = { ...scope };
  if (record.traceId !== '') facts['trace_id'] = record.traceId;
  if (record.spanId !== '') facts['span_id'] = record.spanId;
  if (record.flags !== 0) facts['trace_flags'] = record.flags;
  if (record.severityNumber !== 0) facts['severity_number'] = record.severityNumber;
  if (record.severityText !== '') facts['severity_text'] = record.severityText;
  if (record.eventName !== '' && !isSameName(record.eventName, name))
    facts['otel.event_name'] = record.eventName;
  if (record.droppedAttributesCount > 0)
    facts['otel.dropped_attributes_count'] = record.droppedAttributesCount;
  addTimes(facts, record);
  return facts;
}

/** Times that `occurred_at` does not tell: one of its own beside it, and one too absurd to be it. */
function addTimes(facts: Record<string, JsonValue>, { timeUnixNano, observedTimeUnixNano }: LogRecord): void {
  if (timeUnixNano !== 0n && !isSane(timeUnixNano)) facts['otel.time_unix_nano'] = timeUnixNano.toString();
  if (observedTimeUnixNano !== 0n && observedTimeUnixNano !== timeUnixNano) {
    facts['otel.observed_time_unix_nano'] = observedTimeUnixNano.toString();
  }
}
