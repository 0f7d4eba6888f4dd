// The cookie of a login under way: Lax, because the provider sends the browser back from another site.
import type { CookieOptions, Request, Response } from 'express';
import { LOGIN_MS } from '../oidc/login-desk.ts';
import { readCookie } from './cookies.ts';

const NAME = 'ga_oidc';

export function readLoginCookie(request: Request): string | undefined {
  return readCookie(request, NAME);
}

export function setLoginCookie(response: Response, secret: string, secure: boolean): void {
  response.cookie(NAME, secret, { ...options(secure), maxAge: LOGIN_MS });
}

export function clearLoginCookie(response: Response, secure: boolean): void {
  response.clearCookie(NAME, options(secure));
}

function options(secure: boolean): CookieOptions {
  return { httpOnly: true, sameSite: 'lax', secure, path: '/api/v1/session/oidc' };
}
