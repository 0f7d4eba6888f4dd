// From a masked event to the part of a row that does not depend on the chain: body, body hash, content.
import type { JsonObject } from '@governance-agent/policy-engine';
import { v7 as uuidv7 } from 'uuid';
import { bodyHash } from './body.ts';
import { canonicalJson } from './canonical.ts';
import { contentCommit, SALT_BYTES, sealContent } from './content.ts';
import { sessionLine } from './envelope.ts';
import { assertMasked, type MaskedEvent } from './masked-event.ts';
import type { Destination } from './ports.ts';
import type { RowBody, RowContent } from './row.ts';

/** A row waiting for its place in the chain. */
export interface PreparedRow {
  readonly body: RowBody;
  readonly bodyHash: string;
  readonly session: string;
  readonly content: RowContent | null;
}

export interface PrepareDeps {
  readonly now: number;
  readonly random: (size: number) => Buffer;
  /** Default: nothing is shared. */
  readonly shared?: SharedTexts;
}

/** What many rows of one batch have in common. */
export interface SharedTexts {
  /** `sessionLine` */
  session(id: string | null): string;
  /** Canonical JSON. @throws AuditError `invalid_event` for a value outside the canonical profile. */
  resource(resource: JsonObject): string;
}

/** Remembers the last of each: rows of a session, and of a resource, come one after the other. */
export function createSharedTexts(): SharedTexts {
  return {
    session: rememberLast(sessionLine),
    resource: rememberLast((resource) => canonicalJson(resource)),
  };
}

function rememberLast<T>(work: (input: T) => string): (input: T) => string {
  let last: { readonly input: T; readonly text: string } | undefined;
  return (input) => {
    if (last?.input !== input) last = { input, text: work(input) };
    return last.text;
  };
}

/** @throws AuditError `not_masked`, or `invalid_event` for a value outside the canonical profile. */
export function prepareRow(
  { now, random, shared = createSharedTexts() }: PrepareDeps,
  destination: Destination,
  event: MaskedEvent,
): PreparedRow {
  assertMasked(event);
  const content = event.content === null ? null : sealContent(event.content, random(SALT_BYTES));
  const id = uuidv7({ msecs: now, random: random(16) });
  const body = rowBody({ id, content, resource: shared.resource(event.resource) }, destination, event);
  return { body, bodyHash: bodyHash(body), session: shared.session(body.session_id), content };
}

interface RowParts {
  readonly id: string;
  readonly content: RowContent | null;
  /** canonical JSON */
  readonly resource: string;
}

function rowBody(
  { id, content, resource }: RowParts,
  { org, tenant, dataset }: Destination,
  event: MaskedEvent,
): RowBody {
  return {
    ...identityColumns(event),
    ...usageColumns(event),
    attributes: canonicalJson(event.attributes),
    client_sequence: event.clientSequence,
    content_commit: content === null ? null : contentCommit(content),
    content_state: event.contentState,
    dataset,
    decision: event.decision,
    event: event.event,
    id,
    idempotency_key: event.idempotencyKey,
    occurred_at: fixedWidthTime(event.occurredAt),
    org,
    plane: event.plane,
    policy_version: event.policyVersion,
    redactions: canonicalJson(event.redactions),
    resource,
    surface: event.surface,
    tenant,
  };
}

function identityColumns(event: MaskedEvent) {
  return {
    correlation_id: event.correlationId,
    session_id: event.sessionId,
    tool_name: event.toolName,
    tool_use_id: event.toolUseId,
    user_account_uuid: event.userAccountUuid,
    user_email: event.userEmail,
    user_id: event.userId,
  };
}

function usageColumns(event: MaskedEvent) {
  const { tokensInput, tokensOutput, tokensCacheRead, tokensCacheCreation } = event;
  return {
    cost_nano_usd: event.costNanoUsd,
    duration_ms: event.durationMs,
    model: event.model,
    tokens_cache_creation: tokensCacheCreation,
    tokens_cache_read: tokensCacheRead,
    tokens_input: tokensInput,
    tokens_output: tokensOutput,
    tokens_used: sum([tokensInput, tokensOutput, tokensCacheRead, tokensCacheCreation]),
  };
}

function sum(parts: readonly (number | null)[]): number | null {
  const known = parts.filter((part) => part !== null);
  return known.length === 0
    ? null
    : Math.min(
        Number.MAX_SAFE_INTEGER,
        known.reduce((total, part) => total + part, 0),
      );
}

const LATEST = '9'.repeat(19);

// Nineteen digits reach from 1970 to 2286 and make text order equal time order on every database.
function fixedWidthTime(nanoseconds: string): string {
  if (!/^\d{1,20}$/.test(nanoseconds)) return '0'.repeat(19);
  const digits = nanoseconds.replace(/^0+/, '');
  return digits.length > 19 ? LATEST : digits.padStart(19, '0');
}
