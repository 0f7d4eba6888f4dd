// A masked row -> an OTLP log record. What is written here comes from the store alone: nothing in it was ever raw.
import type { ChainRow } from '@governance-agent/audit-core';
import type { Attribute, LogRecord } from '@governance-agent/otel-ingest';
import type { JsonObject, JsonValue } from '@governance-agent/policy-engine';
import { CLIENT_NAMES } from './client-names.ts';
import { HOPS, hopsOf } from './hops.ts';

/** Columns under the names that clients use for them. */
const COLUMNS = [
  ...CLIENT_NAMES,
  ['prompt.id', 'correlation_id'],
  ['input_tokens', 'tokens_input'],
  ['output_tokens', 'tokens_output'],
  ['cache_read_tokens', 'tokens_cache_read'],
  ['cache_creation_tokens', 'tokens_cache_creation'],
  ['cost_usd', 'cost_usd'],
  ['duration_ms', 'duration_ms'],
  ['tool_use_id', 'tool_use_id'],
  ['event.sequence', 'client_sequence'],
] as const satisfies readonly (readonly [string, keyof ChainRow])[];

/** What the row is in the chain that it comes from. `audit.id` tells a receiver what it has already. */
const AUDIT = [
  ['audit.id', 'id'],
  ['audit.seq', 'seq'],
  ['audit.row_hash', 'row_hash'],
  ['audit.key_id', 'key_id'],
  ['audit.org', 'org'],
  ['audit.tenant', 'tenant'],
  ['audit.dataset', 'dataset'],
  ['audit.plane', 'plane'],
  ['audit.decision', 'decision'],
  ['audit.content_state', 'content_state'],
  ['audit.policy_version', 'policy_version'],
] as const satisfies readonly (readonly [string, keyof ChainRow])[];

export function recordOf(row: ChainRow, withContent: boolean): LogRecord {
  const { attributes } = row;
  const id = (key: string): string => (typeof attributes[key] === 'string' ? attributes[key] : '');
  return {
    timeUnixNano: BigInt(row.occurred_at_ns),
    observedTimeUnixNano: BigInt(Date.parse(row.received_at)) * 1_000_000n,
    severityNumber: 0,
    severityText: '',
    body: row.event,
    flags: 0,
    traceId: HEX_32.test(id('trace_id')) ? id('trace_id') : '',
    spanId: HEX_16.test(id('span_id')) ? id('span_id') : '',
    eventName: row.event,
    attributes: attributesOf(row, withContent),
    droppedAttributesCount: 0,
  };
}

const HEX_32 = /^[0-9a-f]{32}$/;
const HEX_16 = /^[0-9a-f]{16}$/;

/**
 * What the chain says of a row wins over what an event calls itself. It comes first, since receivers cut long lists at
 * their end: by it they know a row again, and how often it was sent on.
 */
function attributesOf(row: ChainRow, withContent: boolean): readonly Attribute[] {
  const own: Record<string, JsonValue> = { [HOPS]: hopsOf(row.attributes) + 1, 'event.name': row.event };
  for (const [key, column] of AUDIT) own[key] = row[column];
  own['audit.redactions'] = { ...row.redactions };
  for (const [key, column] of COLUMNS) if (row[column] !== null) own[key] = row[column];
  const content = withContent ? asText(row.content ?? {}) : {};
  return Object.entries({ ...own, ...row.attributes, ...content, ...own });
}

function asText(content: JsonObject): JsonObject {
  const texts = Object.entries(content).map(([key, value]) => [
    key,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  return Object.fromEntries(texts) as JsonObject;
}
