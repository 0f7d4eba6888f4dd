// ExportLogsServiceRequest (opentelemetry/proto/collector/logs/v1/logs_service.proto) in one pass over the Reader.
import { Reader } from 'protobufjs/minimal.js';
import { IngestError, malformed } from '../../errors.ts';
import {
  countNode,
  countRecord,
  createBudget,
  rejectRecord,
  type DecodeBudget,
  type DecodeLimits,
} from '../budget.ts';
import type { DecodedLogs } from '../decoded.ts';
import {
  EMPTY_RESOURCE,
  EMPTY_SCOPE,
  type LogRecord,
  type Resource,
  type ResourceLogs,
  type Scope,
  type ScopeLogs,
} from '../model.ts';
import { attributeList, readAttribute } from './attributes.ts';
import { readLogRecord } from './log-record.ts';
import { enter, leave, readText, skipField, type WireReader } from './wire.ts';

/** Field 1 with a length, at every level: resource_logs, resource, scope, attributes, name. */
const FIRST = 0x0a;
const SECOND = 0x12;
const SCHEMA_URL = 0x1a;
const SCOPE_ATTRIBUTES = 0x1a;
const RESOURCE_DROPPED = 0x10;
const SCOPE_DROPPED = 0x20;

/** Throws IngestError `malformed`, `wrong_signal`, `too_many_records` or `too_complex`. */
export function decodeLogsProtobuf(bytes: Buffer, limits: DecodeLimits): DecodedLogs {
  const budget = createBudget(limits);
  const reader = Reader.create(bytes) as WireReader;
  const resourceLogs = guarded(() => readRequest(reader, budget));
  const { records, rejectedRecords, surplusAttributes, violations } = budget;
  return { resourceLogs, records: records - rejectedRecords, rejectedRecords, surplusAttributes, violations };
}

// protobufjs throws plain errors, some of which quote the input. None of that leaves here.
function guarded<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof IngestError) throw error;
    throw malformed('the body is not a well-formed OTLP protobuf message');
  }
}

function readRequest(reader: WireReader, budget: DecodeBudget): ResourceLogs[] {
  const list: ResourceLogs[] = [];
  while (reader.pos < reader.len) {
    const tag = reader.tag();
    if (tag === FIRST) list.push(readResourceLogs(reader, budget, list.length));
    else skipField(reader, tag);
  }
  return list;
}

function readResourceLogs(reader: WireReader, budget: DecodeBudget, index: number): ResourceLogs {
  countNode(budget);
  const outer = enter(reader);
  let resource = EMPTY_RESOURCE;
  let schemaUrl = '';
  const scopes: ScopeLogs[] = [];
  while (reader.pos < reader.len) {
    const tag = reader.tag();
    if (tag === FIRST) resource = readResource(reader, budget);
    else if (tag === SECOND)
      scopes.push(readScopeLogs(reader, budget, `resource_logs[${index}].scope_logs[${scopes.length}]`));
    else if (tag === SCHEMA_URL) schemaUrl = readText(reader);
    else skipField(reader, tag);
  }
  leave(reader, outer);
  return { resource, schemaUrl, scopes };
}

function readResource(reader: WireReader, budget: DecodeBudget): Resource {
  const outer = enter(reader);
  const list = attributeList();
  let dropped = 0;
  while (reader.pos < reader.len) {
    const tag = reader.tag();
    if (tag === FIRST) readAttribute(reader, budget, list);
    else if (tag === RESOURCE_DROPPED) dropped = reader.uint32();
    else skipField(reader, tag);
  }
  leave(reader, outer);
  return { attributes: list.attributes, droppedAttributesCount: dropped + list.surplus };
}

function readScopeLogs(reader: WireReader, budget: DecodeBudget, path: string): ScopeLogs {
  countNode(budget);
  const outer = enter(reader);
  let scope = EMPTY_SCOPE;
  let schemaUrl = '';
  const records: LogRecord[] = [];
  let index = 0;
  while (reader.pos < reader.len) {
    const tag = reader.tag();
    if (tag === FIRST) scope = readScope(reader, budget);
    else if (tag === SECOND) readOneRecord(reader, budget, `${path}.log_records[${index++}]`, records);
    else if (tag === SCHEMA_URL) schemaUrl = readText(reader);
    else skipField(reader, tag);
  }
  leave(reader, outer);
  return { scope, schemaUrl, records };
}

/** Trouble inside one record costs that record only: its length is known, so the next one can be read. */
function readOneRecord(reader: WireReader, budget: DecodeBudget, path: string, records: LogRecord[]): void {
  const outer = enter(reader);
  const end = reader.len;
  countRecord(budget);
  try {
    records.push(readLogRecord(reader, budget));
  } catch (error) {
    reader.len = end;
    rejectRecord(budget, path, error);
  }
  leave(reader, outer);
}

function readScope(reader: WireReader, budget: DecodeBudget): Scope {
  const outer = enter(reader);
  const list = attributeList();
  let name = '';
  let version = '';
  let dropped = 0;
  while (reader.pos < reader.len) {
    const tag = reader.tag();
    if (tag === FIRST) name = readText(reader);
    else if (tag === SECOND) version = readText(reader);
    else if (tag === SCOPE_ATTRIBUTES) readAttribute(reader, budget, list);
    else if (tag === SCOPE_DROPPED) dropped = reader.uint32();
    else skipField(reader, tag);
  }
  leave(reader, outer);
  return { name, version, attributes: list.attributes, droppedAttributesCount: dropped + list.surplus };
}
