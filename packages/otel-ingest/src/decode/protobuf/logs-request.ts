// ExportLogsServiceRequest (opentelemetry/proto/collector/logs/v1/logs_service.proto) in one pass over the Reader.
import {
  countEnvelope,
  countRecord,
  createBudget,
  rejectRecord,
  type DecodeBudget,
  type DecodeLimits,
} from '../budget.ts';
import type { DecodedLogs } from '../decoded.ts';
import { EMPTY_RESOURCE, EMPTY_SCOPE, type LogRecord, type ResourceLogs, type ScopeLogs } from '../model.ts';
import { guarded, joined, readResource, readScope } from './envelope.ts';
import { readLogRecord } from './log-record.ts';
import { createWireReader, enter, leave, readText, skipField, type WireReader } from './wire.ts';

/** Field 1 with a length, at every level: resource_logs, resource, scope, attributes, name. */
const FIRST = 0x0a;
const SECOND = 0x12;
const SCHEMA_URL = 0x1a;

/** Throws IngestError `malformed`, `wrong_signal`, `too_many_records` or `too_complex`. */
export function decodeLogsProtobuf(bytes: Buffer, limits: DecodeLimits): DecodedLogs {
  const budget = createBudget(limits);
  const reader = createWireReader(bytes);
  const resourceLogs = guarded(() => readRequest(reader, budget));
  const { records, rejectedRecords, surplusAttributes, violations } = budget;
  return { resourceLogs, records: records - rejectedRecords, rejectedRecords, surplusAttributes, violations };
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
  countEnvelope(budget);
  const outer = enter(reader);
  let resource = EMPTY_RESOURCE;
  let schemaUrl = '';
  const scopes: ScopeLogs[] = [];
  while (reader.pos < reader.len) {
    const tag = reader.tag();
    if (tag === FIRST) resource = joined(resource, readResource(reader, budget));
    else if (tag === SECOND)
      scopes.push(readScopeLogs(reader, budget, `resource_logs[${index}].scope_logs[${scopes.length}]`));
    else if (tag === SCHEMA_URL) schemaUrl = readText(reader);
    else skipField(reader, tag);
  }
  leave(reader, outer);
  return { resource, schemaUrl, scopes };
}

function readScopeLogs(reader: WireReader, budget: DecodeBudget, path: string): ScopeLogs {
  countEnvelope(budget);
  const outer = enter(reader);
  let scope = EMPTY_SCOPE;
  let schemaUrl = '';
  const records: LogRecord[] = [];
  const place: Place = { path, next: 0 };
  while (reader.pos < reader.len) {
    const tag = reader.tag();
    if (tag === FIRST) scope = readScope(reader, budget, scope);
    else if (tag === SECOND) readOneRecord(reader, budget, place, records);
    else if (tag === SCHEMA_URL) schemaUrl = readText(reader);
    else skipField(reader, tag);
  }
  leave(reader, outer);
  return { scope, schemaUrl, records };
}

/** Where the next record of a scope stands. Made into a text for records in trouble alone. */
interface Place {
  readonly path: string;
  next: number;
}

/** Trouble inside one record costs that record only: its length is known, so the next one can be read. */
function readOneRecord(reader: WireReader, budget: DecodeBudget, place: Place, records: LogRecord[]): void {
  const outer = enter(reader);
  const end = reader.len;
  countRecord(budget);
  const index = place.next++;
  try {
    records.push(readLogRecord(reader, budget));
  } catch (error) {
    reader.len = end;
    rejectRecord(budget, `${place.path}.log_records[${index}]`, error);
  }
  leave(reader, outer);
}
