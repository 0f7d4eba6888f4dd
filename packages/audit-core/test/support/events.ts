// Events and a masker for store tests. The masker is small but real: it goes through the same mint as every plane.
import type { JsonObject, JsonValue, Masker } from '@governance-agent/policy-engine';
import { createEventMasker, idempotencyKey, type AuditEvent, type MaskedEvent } from '../../src/index.ts';

const replaced = (text: string): string => text.replaceAll('secret', '[SECRET]');

function walk(value: JsonValue): JsonValue {
  if (typeof value === 'string') return replaced(value);
  if (Array.isArray(value)) return value.map((item: JsonValue) => walk(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [replaced(key), walk(item)]));
}

/** Replaces the word "secret". */
export const wordMasker: Masker = {
  policyVersion: 'test-1',
  begin: () => {
    let count = 0;
    const counted = <T extends JsonValue>(before: T, after: JsonValue): T => {
      if (JSON.stringify(before) !== JSON.stringify(after)) count += 1;
      return after as T;
    };
    return {
      text: (input) => counted(input, replaced(input)),
      json: (input: JsonObject) => counted(input, walk(input)),
      value: (input) => counted(input, walk(input)),
      redactions: () => (count > 0 ? { SECRET: count } : {}),
    };
  },
};

export const eventMasker = createEventMasker({ masker: wordMasker });

export function auditEvent(change: Partial<AuditEvent> = {}): AuditEvent {
  const occurredAt = change.occurredAt ?? '1795230615520000000';
  return {
    plane: 'claude_code',
    surface: 'cli',
    event: 'user_prompt',
    decision: null,
    sessionId: '3f1c7a52-0d4e-4c5f-9a0b-2f6d1e8c9b7a',
    correlationId: '11111111-2222-4333-8444-555555555555',
    userEmail: 'dev@acme.example',
    userId: null,
    userAccountUuid: null,
    model: 'claude-opus-5-5',
    tokensInput: 12,
    tokensOutput: 34,
    tokensCacheRead: null,
    tokensCacheCreation: null,
    costNanoUsd: 7_281_000,
    durationMs: 100,
    toolName: null,
    toolUseId: null,
    content: { prompt: 'say hi' },
    contentState: 'captured',
    attributes: { 'event.sequence': 1, nested: { b: [1, 'two', null, true], a: 'x' } },
    resource: { 'service.name': 'claude-code' },
    occurredAt,
    clientSequence: 1,
    idempotencyKey: idempotencyKey(BigInt(occurredAt), JSON.stringify(change) + occurredAt),
    ...change,
  };
}

/** `count` different masked events of one session. */
export function maskedEvents(count: number, change: Partial<AuditEvent> = {}, salt = ''): MaskedEvent[] {
  return Array.from({ length: count }, (_, index) =>
    eventMasker.mask(
      auditEvent({
        clientSequence: index,
        idempotencyKey: idempotencyKey(BigInt(1_795_230_615_520_000_000 + index), `${salt}${index}`),
        ...change,
      }),
    ),
  );
}
