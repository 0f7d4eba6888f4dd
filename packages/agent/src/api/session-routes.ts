// The session of the portal: logging in with a token (or, beside this, at an identity provider), who is logged in, logging out.
import { Router, type Request, type Response } from 'express';
import type { AccessDesk } from '../access-desk.ts';
import { createLoginLimit, type LoginLimit } from '../access/login-limit.ts';
import type { Grant } from '../access/grant.ts';
import { roleOf } from '../access/role.ts';
import type { OpenSession } from '../access/session-desk.ts';
import { badRequest, ProblemError } from '../http/problem.ts';
import { createOidcRoutes, type OidcLogin } from './oidc-routes.ts';
import { callerOf, createReaderGate } from './reader.ts';
import { bodyParser, createBodyReader } from './request-body.ts';
import { requestQuery } from './request-query.ts';
import { clearSessionCookie, setSessionCookie } from './session-cookie.ts';

export interface SessionRoutesDeps {
  readonly access: Pick<AccessDesk, 'tokens' | 'sessions'>;
  /** undefined: no identity provider is set up */
  readonly oidc: OidcLogin | undefined;
  readonly clock: { now(): number };
}

const readLogin = createBodyReader<{ readonly token: string }>(
  {
    type: 'object',
    additionalProperties: false,
    required: ['token'],
    properties: { token: { type: 'string', minLength: 1, maxLength: 200 } },
  },
  'token (gat_…)',
);

export function createSessionRoutes({ access, oidc, clock }: SessionRoutesDeps): Router {
  const router = Router();
  const limit = createLoginLimit({ clock });
  const gate = createReaderGate(access, 'read:own');
  router.use(createOidcRoutes({ oidc, limit, clock }));
  router.post('/session', bodyParser(), async (request, response) => {
    requestQuery(request, {}, []);
    const { token } = readLogin(request);
    assertNotTooOften(limit, request);
    const session = await access.sessions.open(token);
    setSessionCookie(response, session.secret, session.expiresAt - clock.now());
    sendSession(response.status(201), session.grant, session);
  });
  router.get('/session', gate, (request, response) => {
    requestQuery(request, {}, []);
    const { grant, session } = callerOf(response);
    sendSession(response, grant, session);
  });
  router.delete('/session', gate, async (request, response) => {
    requestQuery(request, {}, []);
    const { session } = callerOf(response);
    if (session === undefined) throw badRequest('There is no session to end: this is a bearer token.');
    await access.sessions.close(session.secret);
    clearSessionCookie(response);
    response.status(204).end();
  });
  return router;
}

function assertNotTooOften(limit: LoginLimit, request: Request): void {
  const seconds = limit.take(request.ip ?? '');
  if (seconds === undefined) return;
  throw new ProblemError({
    status: 429,
    title: 'Too many requests',
    detail: 'Too many logins from this address. Wait, then try again.',
    headers: { 'Retry-After': String(seconds) },
  });
}

function sendSession(response: Response, grant: Grant, session: OpenSession | undefined): void {
  const { tenant, org, scopes, userEmail } = grant;
  const end = session === undefined ? grant.expiresAt : session.expiresAt;
  response.set('Cache-Control', 'no-store').json({
    tenant,
    org,
    role: roleOf(scopes),
    scopes,
    user_email: userEmail,
    csrf: session?.csrf ?? null,
    logout_url: session?.logoutUrl ?? null,
    expires_at: end === null ? null : new Date(end).toISOString(),
  });
}
