// ExportLogsServiceRequest in OTLP/JSON.
import { malformed } from '../../errors.ts';
import {
  countEnvelope,
  countRecord,
  createBudget,
  rejectRecord,
  type DecodeBudget,
  type DecodeLimits,
} from '../budget.ts';
import type { DecodedLogs } from '../decoded.ts';
import type { LogRecord, ResourceLogs, ScopeLogs } from '../model.ts';
import { wrongSignal } from '../wrong-signal.ts';
import { attributesFromJson } from './attributes.ts';
import { field, isFields, listField, objectField, textField, type JsonFields } from './fields.ts';
import { logRecordFromJson } from './log-record.ts';
import { parseBody } from './parse-body.ts';
import { scopeFromJson } from './scope.ts';

/** Throws IngestError `malformed`, `wrong_signal`, `too_many_records` or `too_complex`. */
export function decodeLogsJson(bytes: Buffer, limits: DecodeLimits): DecodedLogs {
  const budget = createBudget(limits);
  const request = parseBody(bytes, budget);
  const list = field(request, 'resourceLogs', 'resource_logs');
  if (list === undefined && holdsAnotherSignal(request)) throw wrongSignal('logs');
  const resourceLogs = listField(list, 'resourceLogs').map((entry, index) =>
    readResourceLogs(entry, budget, index),
  );
  const { records, rejectedRecords, surplusAttributes, violations } = budget;
  return { resourceLogs, records: records - rejectedRecords, rejectedRecords, surplusAttributes, violations };
}

function holdsAnotherSignal(request: JsonFields): boolean {
  const others = ['resourceMetrics', 'resource_metrics', 'resourceSpans', 'resource_spans'];
  return others.some((name) => Object.hasOwn(request, name));
}

function readResourceLogs(value: unknown, budget: DecodeBudget, index: number): ResourceLogs {
  countEnvelope(budget);
  const entry = objectField(value, 'resourceLogs[]');
  const scopes = listField(field(entry, 'scopeLogs', 'scope_logs'), 'scopeLogs');
  return {
    resource: attributesFromJson(objectField(field(entry, 'resource'), 'resource'), budget),
    schemaUrl: textField(field(entry, 'schemaUrl', 'schema_url')),
    scopes: scopes.map((scope, at) =>
      readScopeLogs(scope, budget, `resource_logs[${index}].scope_logs[${at}]`),
    ),
  };
}

function readScopeLogs(value: unknown, budget: DecodeBudget, path: string): ScopeLogs {
  countEnvelope(budget);
  const entry = objectField(value, 'scopeLogs[]');
  const records: LogRecord[] = [];
  for (const [index, record] of listField(
    field(entry, 'logRecords', 'log_records'),
    'logRecords',
  ).entries()) {
    readOneRecord(record, budget, `${path}.log_records[${index}]`, records);
  }
  return {
    scope: scopeFromJson(entry, budget),
    schemaUrl: textField(field(entry, 'schemaUrl', 'schema_url')),
    records,
  };
}

/** Trouble inside one record costs that record only (H6). */
function readOneRecord(value: unknown, budget: DecodeBudget, path: string, records: LogRecord[]): void {
  countRecord(budget);
  try {
    if (!isFields(value)) throw malformed('a log record must be an object');
    records.push(logRecordFromJson(value, budget));
  } catch (error) {
    rejectRecord(budget, path, error);
  }
}
