// What a plane reports: one decoded event, not yet masked, not yet a row.
import type { JsonObject } from '@governance-agent/policy-engine';

/** What governance decided. An unknown value read from anywhere is `error`. */
export type Decision = 'allowed' | 'blocked' | 'redacted' | 'needs_approval' | 'error';

export const DECISIONS: readonly Decision[] = ['allowed', 'blocked', 'redacted', 'needs_approval', 'error'];

/** Whether the client sent content: nothing to send, sent, or held back by a content switch of the client. */
export type SourceContentState = 'captured' | 'withheld_at_source' | 'none';

/** What a row can say of its content; `withheld` = masking failed, `erased` = removed after the fact. */
export type ContentState = SourceContentState | 'withheld' | 'erased';

/**
 * One event of a governance plane. It has no org, tenant or dataset: those come from the credential, never from
 * telemetry. Identity fields are claims of the client. Token counts and durations are integers, absent = null.
 */
export interface AuditEvent {
  /** `claude_code`, `cowork`, … lower case, `[a-z0-9_]{1,64}` */
  readonly plane: string;
  /** Where in the plane: `cli`, `desktop`, `remote`, … or null. */
  readonly surface: string | null;
  /** `user_prompt`, `tool_result`, … the bare event name. */
  readonly event: string;
  /** What the event itself decides, or null where it decides nothing: then masking says `redacted` or `allowed`. */
  readonly decision: Decision | null;
  readonly sessionId: string | null;
  readonly correlationId: string | null;
  readonly userEmail: string | null;
  readonly userId: string | null;
  readonly userAccountUuid: string | null;
  readonly model: string | null;
  readonly tokensInput: number | null;
  readonly tokensOutput: number | null;
  readonly tokensCacheRead: number | null;
  readonly tokensCacheCreation: number | null;
  readonly costNanoUsd: number | null;
  readonly durationMs: number | null;
  readonly toolName: string | null;
  readonly toolUseId: string | null;
  /** Free text of the event by name (`prompt`, `response`, `tool_input`, `error`, …), or null. */
  readonly content: JsonObject | null;
  readonly contentState: SourceContentState;
  /** Everything else the record carried. */
  readonly attributes: JsonObject;
  readonly resource: JsonObject;
  /** Client time, Unix nanoseconds as decimal text. */
  readonly occurredAt: string;
  /** The client's own counter (`event.sequence`), or null. */
  readonly clientSequence: number | null;
  /** From `idempotencyKey()`, computed over raw values before masking. */
  readonly idempotencyKey: string;
}

/** An event that says nothing yet: a plane spreads it and states only what it knows. */
export const EMPTY_EVENT = {
  surface: null,
  decision: null,
  sessionId: null,
  correlationId: null,
  userEmail: null,
  userId: null,
  userAccountUuid: null,
  model: null,
  tokensInput: null,
  tokensOutput: null,
  tokensCacheRead: null,
  tokensCacheCreation: null,
  costNanoUsd: null,
  durationMs: null,
  toolName: null,
  toolUseId: null,
  content: null,
  contentState: 'none',
  attributes: {},
  resource: {},
  clientSequence: null,
} as const satisfies Partial<AuditEvent>;
