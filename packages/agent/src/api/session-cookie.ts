// The cookie of the portal: out of reach for scripts and other sites, and over TLS only where there is TLS.
import type { CookieOptions, Request, Response } from 'express';
import { readCookie } from './cookies.ts';

const NAME = 'ga_session';

export function readSessionCookie(request: Request): string | undefined {
  return readCookie(request, NAME);
}

/** @param secure by default as the request came */
export function setSessionCookie(
  response: Response,
  secret: string,
  maxAgeMs: number,
  secure = response.req.secure,
): void {
  response.cookie(NAME, secret, { ...options(secure), maxAge: maxAgeMs });
}

export function clearSessionCookie(response: Response): void {
  response.clearCookie(NAME, options(response.req.secure));
}

function options(secure: boolean): CookieOptions {
  return { httpOnly: true, sameSite: 'strict', secure, path: '/' };
}
