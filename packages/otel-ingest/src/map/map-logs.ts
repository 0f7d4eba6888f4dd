// Decoded OTLP logs -> audit events, in wire order.
import type { AuditEvent } from '@governance-agent/audit-core';
import type { ResourceLogs } from '../decode/model.ts';
import { mapRecord } from './map-record.ts';
import { createRecordIdentity } from './record-identity.ts';
import { resourceFacts, scopeFacts } from './shared-facts.ts';

/**
 * Maps every record of one request (docs/formats/mapping.md). Events are raw: mask them before anything else sees them.
 * @param receivedAtMs server time, Unix milliseconds; the event time of records that have none.
 */
export function mapLogs(resourceLogs: readonly ResourceLogs[], receivedAtMs: number): AuditEvent[] {
  const identify = createRecordIdentity();
  const events: AuditEvent[] = [];
  for (const group of resourceLogs) {
    const resource = resourceFacts(group);
    for (const scopeLogs of group.scopes) {
      const context = { resource, scope: scopeFacts(group, scopeLogs), receivedAtMs, identify };
      for (const record of scopeLogs.records) events.push(mapRecord(context, record));
    }
  }
  return events;
}
