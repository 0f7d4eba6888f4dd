// LogRecord (opentelemetry/proto/logs/v1/logs.proto).
import { wrongSignal } from '../wrong-signal.ts';
import type { DecodeBudget } from '../budget.ts';
import type { LogRecord } from '../model.ts';
import { givenTwice, readAnyValue } from './any-value.ts';
import { attributeList, readAttribute } from './attributes.ts';
import { readFixed64, readSpanId, readText, readTraceId, skipField, type WireReader } from './wire.ts';

const TIME_UNIX_NANO = 0x09;
/** Field 1 with a length: the name of a metric or the trace id of a span. No log record has it. */
const OTHER_SIGNAL = 0x0a;
const SEVERITY_NUMBER = 0x10;
const SEVERITY_TEXT = 0x1a;
const BODY = 0x2a;
const ATTRIBUTES = 0x32;
const DROPPED_ATTRIBUTES_COUNT = 0x38;
const FLAGS = 0x45;
const TRACE_ID = 0x4a;
const SPAN_ID = 0x52;
const OBSERVED_TIME_UNIX_NANO = 0x59;
const EVENT_NAME = 0x62;

/** Reads the record that fills the reader up to its limit. */
export function readLogRecord(reader: WireReader, budget: DecodeBudget): LogRecord {
  const list = attributeList();
  const record = emptyRecord();
  let bodies = 0;
  while (reader.pos < reader.len) {
    const tag = reader.tag();
    if (tag === ATTRIBUTES) readAttribute(reader, budget, list);
    else if (tag === BODY && bodies++ > 0) throw givenTwice();
    else if (tag === BODY) record.body = readAnyValue(reader, budget, 0);
    else if (tag === OTHER_SIGNAL) throw wrongSignal('logs');
    else readScalar(reader, tag, record);
  }
  record.attributes = list.attributes;
  record.droppedAttributesCount += list.surplus;
  return record;
}

function readScalar(reader: WireReader, tag: number, record: OpenRecord): void {
  if (tag === TIME_UNIX_NANO) record.timeUnixNano = readFixed64(reader);
  else if (tag === OBSERVED_TIME_UNIX_NANO) record.observedTimeUnixNano = readFixed64(reader);
  else if (tag === SEVERITY_NUMBER) record.severityNumber = Math.max(0, reader.int32());
  else if (tag === SEVERITY_TEXT) record.severityText = readText(reader);
  else if (tag === DROPPED_ATTRIBUTES_COUNT) record.droppedAttributesCount = reader.uint32();
  else if (tag === FLAGS) record.flags = reader.fixed32();
  else if (tag === TRACE_ID) record.traceId = readTraceId(reader);
  else if (tag === SPAN_ID) record.spanId = readSpanId(reader);
  else if (tag === EVENT_NAME) record.eventName = readText(reader);
  else skipField(reader, tag);
}

type OpenRecord = { -readonly [Key in keyof LogRecord]: LogRecord[Key] };

function emptyRecord(): OpenRecord {
  return {
    timeUnixNano: 0n,
    observedTimeUnixNano: 0n,
    severityNumber: 0,
    severityText: '',
    body: null,
    attributes: [],
    droppedAttributesCount: 0,
    flags: 0,
    traceId: '',
    spanId: '',
    eventName: '',
  };
}
