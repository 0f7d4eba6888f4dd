// Who calls, by a bearer token or by the cookie of the portal, and what they reach: taken from nowhere else.
import type { ReadScope } from '@governance-agent/audit-core';
import type { Request } from 'express';
import { grantOfToken, type Grant } from '../access/grant.ts';
import { allows, type Scope } from '../access/scope.ts';
import { isCsrf, type OpenSession, type Presence, type SessionDesk } from '../access/session-desk.ts';
import { TokenError, type TokenDesk } from '../access/token-desk.ts';
import { ProblemError } from '../http/problem.ts';
import { readSessionCookie } from './session-cookie.ts';

export interface Caller {
  readonly tenant: string;
  readonly org: string;
  /** As administrative rows name it. */
  readonly actor: string;
  /** The rows that may be read. */
  readonly reach: ReadScope;
  readonly grant: Grant;
  /** undefined: a bearer token */
  readonly session: OpenSession | undefined;
}

export interface CallerDeps {
  readonly tokens: TokenDesk;
  readonly sessions: SessionDesk;
}

/** Throws TokenError, or ProblemError 403 for a change that comes without the CSRF token of its session. */
export async function identify(
  deps: CallerDeps,
  request: Request,
  scope: Scope,
  presence: Presence = 'acting',
): Promise<Caller> {
  const authorization = request.get('authorization');
  const cookie = authorization === undefined ? readSessionCookie(request) : undefined;
  if (cookie === undefined) {
    const token = await deps.tokens.authorize(authorization, scope);
    return callerOf(grantOfToken(token), undefined);
  }
  const session = await deps.sessions.resume(cookie, scope, presence);
  if (!SAFE.has(request.method) && !isCsrf(session, request.get('x-csrf-token')))
    throw new ProblemError(CSRF);
  return callerOf(session.grant, session);
}

/** RFC 9110 section 9.2.1 */
const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

const CSRF = {
  status: 403,
  title: 'Forbidden',
  detail: 'Send the csrf of the session as X-CSRF-Token. GET /api/v1/session tells it.',
};

function callerOf(grant: Grant, session: OpenSession | undefined): Caller {
  const { tenant, org, actor } = grant;
  return { tenant, org, actor, reach: reachOf(grant), grant, session };
}

/** Throws TokenError where a token for own rows names nobody: nothing is its own then. */
function reachOf({ tenant, scopes, userEmail }: Grant): ReadScope {
  if (allows(scopes, 'read')) return tenant;
  if (userEmail === null) throw new TokenError('scope_missing', 'The token names no user');
  return { tenant, userEmail };
}
