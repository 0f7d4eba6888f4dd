// One row as JSON for people and programs (contract: "The row, as JSON").
import type { JsonObject } from '@governance-agent/policy-engine';
import type { ContentState, Decision } from '../event.ts';
import { DECISIONS } from '../event.ts';
import type { RowBody, RowPosition, RowSeal, SealedRow } from '../row.ts';
import { millisecondsToIso, nanosecondsToIso } from './time.ts';

/** Times are RFC 3339, money is USD, JSON columns are objects. */
export interface DecisionRecord
  extends
    Omit<
      RowBody,
      'attributes' | 'resource' | 'redactions' | 'content_commit' | 'idempotency_key' | 'cost_nano_usd'
    >,
    Omit<RowPosition, 'received_at' | 'body_hash'>,
    RowSeal {
  readonly decision: Decision;
  readonly content_state: ContentState;
  readonly content: JsonObject | null;
  readonly attributes: JsonObject;
  readonly resource: JsonObject;
  readonly redactions: Readonly<Record<string, number>>;
  readonly cost_usd: number | null;
  readonly received_at: string;
}

export interface RowWithContent extends SealedRow {
  readonly content_text: string | null;
}

export function decisionRecord(row: RowWithContent): DecisionRecord {
  const { attributes, resource, redactions, content_text, content_commit, cost_nano_usd, ...rest } = row;
  const { idempotency_key: _key, body_hash: _hash, ...columns } = rest;
  return {
    ...columns,
    decision: DECISIONS.includes(row.decision) ? row.decision : 'error',
    content_state: content_commit !== null && content_text === null ? 'erased' : row.content_state,
    content: parseObject(content_text),
    attributes: parseObject(attributes) ?? {},
    resource: parseObject(resource) ?? {},
    redactions: (parseObject(redactions) ?? {}) as Record<string, number>,
    cost_usd: cost_nano_usd === null ? null : cost_nano_usd / 1e9,
    occurred_at: nanosecondsToIso(row.occurred_at),
    received_at: millisecondsToIso(row.received_at),
  };
}

// A tampered JSON column must not take the feed down: verification names it, the feed shows nothing in its place.
function parseObject(text: string | null): JsonObject | null {
  if (text === null) return null;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as JsonObject) : null;
  } catch {
    return null;
  }
}
