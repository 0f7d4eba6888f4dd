// A masked row -> an OTLP log record. What is written here comes from the store alone: nothing in it was ever raw.
import type { ChainRow } from '@governance-agent/audit-core';
import type { Attribute, LogRecord } from '@governance-agent/otel-ingest';
import type { JsonObject, JsonValue } from '@governance-agent/policy-engine';

/** How often a row was sent on already: two agents that send to each other would never come to an end. */
export const HOPS = 'audit.hops';
const MOST_HOPS = 3;

/** Columns under the names that clients use for them. */
const COLUMNS = [
  ['session.id', 'session_id'],
  ['prompt.id', 'correlation_id'],
  ['user.email', 'user_email'],
  ['user.id', 'user_id'],
  ['user.account_uuid', 'user_account_uuid'],
  ['model', 'model'],
  ['input_tokens', 'tokens_input'],
  ['output_tokens', 'tokens_output'],
  ['cache_read_tokens', 'tokens_cache_read'],
  ['cache_creation_tokens', 'tokens_cache_creation'],
  ['cost_usd', 'cost_usd'],
  ['duration_ms', 'duration_ms'],
  ['tool_name', 'tool_name'],
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

export function mayGoOn(row: ChainRow): boolean {
  return hopsOf(row) < MOST_HOPS;
}

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

/** Later ones win: what an event calls itself must not pass for what the chain says of it. */
function attributesOf(row: ChainRow, withContent: boolean): readonly Attribute[] {
  const all: Record<string, JsonValue> = { ...row.attributes };
  if (withContent) Object.assign(all, asText(row.content ?? {}));
  all['event.name'] = row.event;
  for (const [key, column] of COLUMNS) if (row[column] !== null) all[key] = row[column];
  for (const [key, column] of AUDIT) all[key] = row[column];
  all['audit.redactions'] = { ...row.redactions };
  all[HOPS] = hopsOf(row) + 1;
  return Object.entries(all);
}

function asText(content: JsonObject): JsonObject {
  const texts = Object.entries(content).map(([key, value]) => [
    key,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  return Object.fromEntries(texts) as JsonObject;
}

function hopsOf({ attributes }: ChainRow): number {
  const hops = attributes[HOPS];
  return typeof hops === 'number' && hops > 0 ? hops : 0;
}
