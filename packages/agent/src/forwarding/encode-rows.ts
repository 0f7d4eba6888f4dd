// Masked rows -> the protobuf body of one export request, in their order.
import type { ChainRow } from '@governance-agent/audit-core';
import { encodeLogs, type LogRecord, type ResourceLogs } from '@governance-agent/otel-ingest';
import { recordOf } from './row-record.ts';

interface Group {
  readonly key: string;
  readonly first: ChainRow;
  readonly records: LogRecord[];
}

/** Neighbours with one resource and one scope share an envelope; the order of rows is not changed for it. */
export function encodeRows(rows: readonly ChainRow[], withContent: boolean): Buffer {
  const groups: Group[] = [];
  for (const row of rows) {
    const key = JSON.stringify([row.resource, scopeText(row, 'name'), scopeText(row, 'version')]);
    const last = groups.at(-1);
    const record = recordOf(row, withContent);
    if (last?.key === key) last.records.push(record);
    else groups.push({ key, first: row, records: [record] });
  }
  return encodeLogs(groups.map(resourceLogs));
}

function resourceLogs({ first, records }: Group): ResourceLogs {
  const none = { droppedAttributesCount: 0 };
  const scope = {
    name: scopeText(first, 'name'),
    version: scopeText(first, 'version'),
    attributes: [],
    ...none,
  };
  return {
    resource: { attributes: Object.entries(first.resource), ...none },
    schemaUrl: '',
    scopes: [{ scope, schemaUrl: '', records }],
  };
}

function scopeText({ attributes }: ChainRow, what: 'name' | 'version'): string {
  const text = attributes[`otel.scope.${what}`];
  return typeof text === 'string' ? text : '';
}
