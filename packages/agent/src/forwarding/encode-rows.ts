// Masked rows -> the protobuf body of one export request, in their order.
import type { ChainRow } from '@governance-agent/audit-core';
import { encodeLogs, type LogRecord, type ResourceLogs } from '@governance-agent/otel-ingest';
import { envelopeKey, resourceOf, scopeOf } from './envelope.ts';
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
    const key = envelopeKey(row);
    const last = groups.at(-1);
    const record = recordOf(row, withContent);
    if (last?.key === key) last.records.push(record);
    else groups.push({ key, first: row, records: [record] });
  }
  return encodeLogs(groups.map(resourceLogs));
}

function resourceLogs({ first, records }: Group): ResourceLogs {
  const scopes = [{ scope: scopeOf(first), schemaUrl: '', records }];
  return { resource: resourceOf(first), schemaUrl: '', scopes };
}
