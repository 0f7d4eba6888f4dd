// Hand-built decoded records.
import type { AuditEvent } from '@governance-agent/audit-core';
import type { JsonValue } from '@governance-agent/policy-engine';
import {
  EMPTY_SCOPE,
  type Attribute,
  type LogRecord,
  type ResourceLogs,
  type Scope,
} from '../../src/decode/model.ts';
import { mapLogs } from '../../src/map/map-logs.ts';

export const RECEIVED_AT = 1_795_230_616_000;
export const TIME = 1_795_230_615_520_000_000n;

type Values = Readonly<Record<string, JsonValue>> | readonly Attribute[];

const isList = (values: Values): values is readonly Attribute[] => Array.isArray(values);
const list = (values: Values): readonly Attribute[] => (isList(values) ? values : Object.entries(values));

export function logRecord(attributes: Values = {}, change: Partial<LogRecord> = {}): LogRecord {
  return {
    timeUnixNano: TIME,
    observedTimeUnixNano: TIME,
    severityNumber: 0,
    severityText: '',
    body: null,
    flags: 0,
    traceId: '',
    spanId: '',
    eventName: '',
    attributes: list(attributes),
    droppedAttributesCount: 0,
    ...change,
  };
}

export function resourceLogs(
  records: readonly LogRecord[],
  resource: Values = {},
  scope: Partial<Scope> = {},
): ResourceLogs {
  return {
    resource: { attributes: list(resource), droppedAttributesCount: 0 },
    schemaUrl: '',
    scopes: [{ scope: { ...EMPTY_SCOPE, ...scope }, schemaUrl: '', records }],
  };
}

export function mapOne(record: LogRecord, resource: Values = {}, scope: Partial<Scope> = {}): AuditEvent {
  const [event] = mapLogs([resourceLogs([record], resource, scope)], RECEIVED_AT);
  if (event === undefined) throw new Error('no event came out');
  return event;
}

/** One event as Claude Code sends it; a dotted name is that of another agent. */
export function claudeEvent(
  name: string,
  attributes: Values = {},
  change: Partial<LogRecord> = {},
): AuditEvent {
  const named: Attribute[] = [['event.name', name], ...list(attributes)];
  const record = logRecord(named, { body: name.includes('.') ? name : `claude_code.${name}`, ...change });
  const scope = { name: 'com.anthropic.claude_code.events', version: '2.1.329' };
  return mapOne(record, { 'service.name': 'claude-code' }, scope);
}
