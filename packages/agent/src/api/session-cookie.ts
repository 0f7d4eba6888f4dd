// The cookie of the portal: out of reach for scripts and other sites, and over TLS only where there is TLS.
import type { CookieOptions, Request, Response } from 'express';

const NAME = 'ga_session';

/** The cookie's value. Undefined also where there are several: then another site of the same domain has set one. */
export function readSessionCookie(request: Request): string | undefined {
  const pairs = (request.get('cookie') ?? '').split(';').map((pair) => pair.trim());
  const [value, ...more] = pairs.filter((pair) => pair.startsWith(`${NAME}=`));
  return more.length > 0 ? undefined : value?.slice(NAME.length + 1);
}

export function setSessionCookie(response: Response, secret: string, maxAgeMs: number): void {
  response.cookie(NAME, secret, { ...optionsFor(response.req), maxAge: maxAgeMs });
}

export function clearSessionCookie(response: Response): void {
  response.clearCookie(NAME, optionsFor(response.req));
}

function optionsFor(request: Request): CookieOptions {
  return { httpOnly: true, sameSite: 'strict', secure: request.secure, path: '/' };
}
