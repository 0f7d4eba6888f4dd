// The last stop of every error: an answer that says enough and repeats nothing.
import { AuditError, type AuditErrorCode } from '@governance-agent/audit-core';
import type { ErrorRequestHandler } from 'express';
import { oidcProblem } from '../api/oidc-problem.ts';
import { AgentError, type AgentErrorCode } from '../errors.ts';
import { TokenError, type TokenRefusal } from '../access/token-desk.ts';
import type { Logger } from '../logging.ts';
import { OidcError } from '../oidc/oidc-error.ts';
import { NOT_FOUND, ProblemError, sendProblem, type Problem } from './problem.ts';
import { isStoreAway } from './store-away.ts';

export function createErrorHandler(logger: Logger): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const problem = problemOf(error);
    if (problem.status >= 500)
      logger.error('request failed', { status: problem.status, cause: nameOf(error) });
    sendProblem(response, problem);
  };
}

function problemOf(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  if (error instanceof TokenError) return TOKEN_PROBLEMS[error.code];
  if (error instanceof OidcError) return oidcProblem(error);
  if (error instanceof AuditError) return auditProblem(error);
  if (error instanceof AgentError) return AGENT_PROBLEMS.get(error.code)?.(error.message) ?? INTERNAL;
  // Tokens, sessions and datasets are looked up past the reads of the store that name their errors themselves.
  if (isStoreAway(error)) return UNAVAILABLE;
  const status = clientStatus(error);
  return status === undefined ? INTERNAL : { status, title: status === 404 ? 'Not found' : 'Bad request' };
}

const INTERNAL: Problem = {
  status: 500,
  title: 'Internal error',
  detail: 'The log of the agent says more.',
};

/** What a caller can do something about; everything else of the agent's is not for the caller to read. */
const AGENT_PROBLEMS: ReadonlyMap<AgentErrorCode, (detail: string) => Problem> = new Map([
  ['not_found', (detail) => ({ status: 404, title: 'Not found', detail })],
  ['conflict', (detail) => ({ status: 409, title: 'Conflict', detail })],
]);

/** RFC 6750 section 3: which challenge goes with which refusal. */
const TOKEN_PROBLEMS: Readonly<Record<TokenRefusal, Problem>> = {
  token_missing: {
    status: 401,
    title: 'Unauthorized',
    detail:
      'Send Authorization: Bearer gat_… with the scope read, read:own or admin, or log in. A licence cannot read.',
    headers: { 'WWW-Authenticate': 'Bearer realm="governance-agent"' },
  },
  token_invalid: {
    status: 401,
    title: 'Unauthorized',
    detail: 'The token is unknown, expired or revoked.',
    headers: { 'WWW-Authenticate': 'Bearer realm="governance-agent", error="invalid_token"' },
  },
  session_over: {
    status: 401,
    title: 'Unauthorized',
    detail: 'The session is over. Log in again.',
    headers: { 'WWW-Authenticate': 'Bearer realm="governance-agent"' },
  },
  scope_missing: {
    status: 403,
    title: 'Forbidden',
    detail: 'The token lacks the scope for this.',
    headers: { 'WWW-Authenticate': 'Bearer realm="governance-agent", error="insufficient_scope"' },
  },
};

const UNAVAILABLE: Problem = {
  status: 503,
  title: 'Store unavailable',
  detail: 'Try again in a moment.',
  headers: { 'Retry-After': '2' },
};

const CONFLICT: Problem = { status: 409, title: 'Conflict' };

/** Every code of the store: one that is added does not compile until somebody has said what it means here. */
const AUDIT_PROBLEMS: Readonly<Record<AuditErrorCode, Problem>> = {
  store_unavailable: UNAVAILABLE,
  schema_outdated: UNAVAILABLE,
  key_mismatch: UNAVAILABLE,
  rolled_back: UNAVAILABLE,
  queue_full: UNAVAILABLE,
  writer_closed: UNAVAILABLE,
  signing_failed: { ...UNAVAILABLE, title: 'Signing failed' },
  store_corrupt: {
    status: 500,
    title: 'Store damaged',
    detail: 'What is stored does not agree with what was signed. Run verify; nothing is proven until then.',
  },
  invalid_cursor: {
    status: 400,
    title: 'Bad request',
    detail: 'cursor must be a next_cursor of the same query',
  },
  out_of_range: { status: 400, title: 'Bad request', detail: 'The chain has no such rows.' },
  not_rolled_back: CONFLICT,
  legal_hold: { ...CONFLICT, detail: 'A legal hold covers this content.' },
  unknown_hold: NOT_FOUND,
  unknown_tenant: NOT_FOUND,
  no_checkpoint: {
    ...NOT_FOUND,
    detail: 'The tenant has no checkpoint: it has no rows, or was never sealed.',
  },
  export_too_large: {
    status: 400,
    title: 'Bad request',
    detail: 'The bundle would be too large. Narrow the selection: a session, a shorter range, fewer days.',
  },
  export_overtaken: { ...CONFLICT, detail: 'Content was erased meanwhile. Export again.' },
  worker_failed: UNAVAILABLE,
  not_masked: INTERNAL,
  invalid_event: INTERNAL,
  invalid_origin: INTERNAL,
  invalid_key: INTERNAL,
  unsupported_database: INTERNAL,
  partitioned: CONFLICT,
  rows_detached: { ...CONFLICT, detail: 'Rows of this range were detached: their bodies are in an archive.' },
};

function auditProblem({ code, message }: AuditError): Problem {
  // The only message that has to reach the caller: it names the bound, in numbers of our own.
  return code === 'out_of_range' ? { ...AUDIT_PROBLEMS[code], detail: message } : AUDIT_PROBLEMS[code];
}

/** What express and its parsers refuse by themselves (a malformed escape in a path) carries a 4xx status. */
function clientStatus(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('status' in error)) return undefined;
  const { status } = error;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : undefined;
}

/** Name and code only: a message may quote what was sent. */
function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  return 'code' in error && typeof error.code === 'string' ? `${error.name} ${error.code}` : error.name;
}
