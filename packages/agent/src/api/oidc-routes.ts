// Logging in at an identity provider: off to it, and back with a session.
import { Router, type Request, type RequestHandler, type Response } from 'express';
import type { LoginLimit } from '../access/login-limit.ts';
import { badRequest } from '../http/problem.ts';
import type { LoginDesk } from '../oidc/login-desk.ts';
import { OidcError } from '../oidc/oidc-error.ts';
import { returnTo } from '../oidc/return-to.ts';
import { clearLoginCookie, readLoginCookie, setLoginCookie } from './login-cookie.ts';
import { requestQuery } from './request-query.ts';
import { setSessionCookie } from './session-cookie.ts';

/** What routes need of OIDC, where it is set up. */
export interface OidcLogin {
  readonly desk: LoginDesk;
  readonly publicUrl: string;
  readonly name: string;
}

export interface OidcRoutesDeps {
  /** undefined: no provider is set up */
  readonly oidc: OidcLogin | undefined;
  /** The one that tokens are counted with. */
  readonly limit: LoginLimit;
  readonly clock: { now(): number };
}

/** A page of the portal that needs nobody to be logged in to be shown. */
const FIRST_PAGE = '/overview';

export function createOidcRoutes({ oidc, limit, clock }: OidcRoutesDeps): Router {
  const router = Router();
  router.get('/session/methods', (request, response) => {
    requestQuery(request, {}, []);
    response.set('Cache-Control', 'no-store').json({ methods: methodsOf(oidc) });
  });
  router.get(
    '/session/oidc',
    forBrowsers(oidc, async (login, request, response) => {
      const leadsTo = askedPage(request, login.publicUrl);
      assertNotTooOften(limit, request);
      const { url, cookie } = await login.desk.begin(leadsTo);
      setLoginCookie(response, cookie, isTls(login));
      response.redirect(303, url.href);
    }),
  );
  router.get(
    '/session/oidc/callback',
    forBrowsers(oidc, async (login, request, response) => {
      const { searchParams } = new URL(request.originalUrl, login.publicUrl);
      const { session, leadsTo } = await login.desk.finish(readLoginCookie(request), searchParams);
      clearLoginCookie(response, isTls(login));
      setSessionCookie(response, session.secret, session.expiresAt - clock.now(), isTls(login));
      // The page is no secret and is fetched without the cookie: browsers hold a Strict one back as long as they follow
      // redirects from another site. What the page then asks for itself carries it.
      response.redirect(303, `${login.publicUrl}${leadsTo}`);
    }),
  );
  return router;
}

function methodsOf(oidc: OidcLogin | undefined) {
  const token = { kind: 'token', name: null, url: null };
  if (oidc === undefined) return [token];
  // Absolute: the login has to begin under the name that the provider sends back to, or its cookie stays behind.
  return [{ kind: 'oidc', name: oidc.name, url: `${oidc.publicUrl}/api/v1/session/oidc` }, token];
}

type BrowserRoute = (login: OidcLogin, request: Request, response: Response) => Promise<void>;

/** People end up on a page that says what happened, programs get the problem. */
function forBrowsers(oidc: OidcLogin | undefined, route: BrowserRoute): RequestHandler {
  return async (request, response) => {
    response.set('Cache-Control', 'no-store');
    if (oidc === undefined) throw new OidcError('not_configured');
    try {
      await route(oidc, request, response);
    } catch (error) {
      if (!(error instanceof OidcError) || request.accepts(['json', 'html']) !== 'html') throw error;
      response.redirect(303, `${oidc.publicUrl}${FIRST_PAGE}#login_problem=${error.code}`);
    }
  };
}

/** Throws ProblemError 400 for what is no page of this portal. */
function askedPage(request: Request, publicUrl: string): string {
  const { extras } = requestQuery(request, { return_to: () => undefined }, ['return_to']);
  const page = returnTo(extras['return_to'] ?? FIRST_PAGE, publicUrl);
  if (page === undefined) throw badRequest('return_to must be the path of a page of this portal');
  return page;
}

function assertNotTooOften(limit: LoginLimit, request: Request): void {
  const retryAfterSeconds = limit.take(request.ip ?? '');
  if (retryAfterSeconds !== undefined) throw new OidcError('too_many_logins', { retryAfterSeconds });
}

function isTls({ publicUrl }: OidcLogin): boolean {
  return publicUrl.startsWith('https:');
}
