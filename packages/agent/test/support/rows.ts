// Masked events to fill a store with.
import {
  createEventMasker,
  EMPTY_EVENT,
  idempotencyKey,
  type AuditEvent,
  type MaskedEvent,
} from '@governance-agent/audit-core';
import type { Masker } from '@governance-agent/policy-engine';

/** The rows of these tests hold nothing to mask. */
export const nothingToMask: Masker = {
  policyVersion: 'test',
  begin: () => ({
    text: (input) => input,
    json: (input) => input,
    value: (input) => input,
    redactions: () => ({}),
  }),
};

const masker = createEventMasker({ masker: nothingToMask });

const START = Date.UTC(2026, 10, 20);

/** `minute` tells rows apart and places them in time. */
export function row(minute: number, change: Partial<AuditEvent> = {}): MaskedEvent {
  const occurredAt = `${START + minute * 60_000}000000`;
  const key = idempotencyKey(BigInt(occurredAt), JSON.stringify(change));
  const event = {
    plane: 'claude_code',
    event: 'user_prompt',
    occurredAt,
    idempotencyKey: key,
  };
  return masker.mask({ ...EMPTY_EVENT, ...event, ...change });
}

/** A small day: two users, two sessions, an approved and a rejected tool, an error. */
export const DAY: readonly MaskedEvent[] = [
  row(1, {
    sessionId: 's-1',
    correlationId: 'p-1',
    userEmail: 'dev@acme.example',
    contentState: 'captured',
    content: { prompt: 'hello' },
  }),
  row(2, {
    sessionId: 's-1',
    correlationId: 'p-1',
    userEmail: 'dev@acme.example',
    event: 'api_request',
    model: 'opus',
    tokensInput: 10,
    tokensOutput: 5,
    costNanoUsd: 2_000_000_000,
  }),
  row(3, {
    sessionId: 's-1',
    correlationId: 'p-1',
    userEmail: 'dev@acme.example',
    event: 'tool_decision',
    decision: 'allowed',
    toolName: 'Bash',
  }),
  row(4, {
    sessionId: 's-1',
    correlationId: 'p-1',
    userEmail: 'dev@acme.example',
    event: 'tool_result',
    toolName: 'Bash',
    attributes: { team: 'core' },
  }),
  row(5, {
    sessionId: 's-2',
    plane: 'cowork',
    userEmail: 'ops@acme.example',
    event: 'tool_decision',
    decision: 'blocked',
    toolName: 'Write',
    resource: { team: 'edge' },
  }),
  row(6, {
    sessionId: 's-2',
    plane: 'cowork',
    userEmail: 'ops@acme.example',
    event: 'api_error',
    decision: 'error',
    model: 'opus',
  }),
];
