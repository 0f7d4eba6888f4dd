// The session of the portal: logging in with a token, who is logged in, logging out.
import { Router, type Request, type Response } from 'express';
import type { AccessDesk } from '../access-desk.ts';
import { createLoginLimit, type LoginLimit } from '../access/login-limit.ts';
import { roleOf } from '../access/role.ts';
import type { OpenSession } from '../access/session-desk.ts';
import type { TokenRecord } from '../access/token-store.ts';
import { badRequest, ProblemError } from '../http/problem.ts';
import { callerOf, createReaderGate } from './reader.ts';
import { bodyParser, createBodyReader } from './request-body.ts';
import { requestQuery } from './request-query.ts';
import { clearSessionCookie, setSessionCookie } from './session-cookie.ts';

export interface SessionRoutesDeps {
  readonly access: Pick<AccessDesk, 'tokens' | 'sessions'>;
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

export function createSessionRoutes({ access, clock }: SessionRoutesDeps): Router {
  const router = Router();
  const limit = createLoginLimit({ clock });
  const gate = createReaderGate(access, 'read:own');
  router.post('/session', bodyParser(), async (request, response) => {
    requestQuery(request, {}, []);
    const { token } = readLogin(request);
    assertNotTooOften(limit, request);
    const session = await access.sessions.open(token);
    setSessionCookie(response, session.secret, session.expiresAt - clock.now());
    sendSession(response.status(201), session.token, session);
  });
  router.get('/session', gate, (request, response) => {
    requestQuery(request, {}, []);
    const { token, session } = callerOf(response);
    sendSession(response, token, session);
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

function sendSession(response: Response, token: TokenRecord, session: OpenSession | undefined): void {
  const { tenant, org, scopes, userEmail } = token;
  const end = session === undefined ? token.expiresAt : session.expiresAt;
  response.set('Cache-Control', 'no-store').json({
    tenant,
    org,
    role: roleOf(scopes),
    scopes,
    user_email: userEmail,
    csrf: session?.csrf ?? null,
    expires_at: end === null ? null : new Date(end).toISOString(),
  });
}
