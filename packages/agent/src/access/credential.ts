// Reads the Authorization header (RFC 9110 section 11.4) the way clients really send it.
import { LicenceError } from './licence.ts';

export interface BasicCredential {
  readonly user: string;
  readonly password: string;
}

const EXPECTED = 'Send HTTP Basic org:license-key, or Bearer gat_… with the scope ingest';

/**
 * `Basic base64(user:password)`, RFC 7617. Two disfigurements are undone: surrounding quotes (kept literally by the
 * clients' header variable) and percent escapes such as `%20` for the space. Throws LicenceError `credential_missing` or `credential_malformed`.
 */
export function readBasic(authorization: string | undefined): BasicCredential {
  if (tidy(authorization) === undefined) throw new LicenceError('credential_missing', EXPECTED);
  const text = basicText(authorization);
  const colon = text.indexOf(':');
  if (colon < 1) throw new LicenceError('credential_malformed', EXPECTED);
  return { user: text.slice(0, colon), password: text.slice(colon + 1) };
}

/** `Bearer <token>`, RFC 6750; undefined when the header is absent or of another scheme. */
export function readBearer(authorization: string | undefined): string | undefined {
  return /^bearer +([A-Za-z0-9\-._~+/]+=*)$/i.exec(tidy(authorization) ?? '')?.[1];
}

/** A token as `Bearer gat_…`, or as the password of HTTP Basic for clients that can do nothing else. */
export function readSentToken(authorization: string | undefined): string | undefined {
  const bearer = readBearer(authorization);
  if (bearer !== undefined) return isToken(bearer) ? bearer : undefined;
  const password = passwordOf(authorization);
  return password !== undefined && isToken(password) ? password : undefined;
}

function isToken(text: string): boolean {
  return text.startsWith('gat_');
}

function passwordOf(authorization: string | undefined): string | undefined {
  const text = basicText(authorization);
  const colon = text.indexOf(':');
  return colon < 0 ? undefined : text.slice(colon + 1);
}

function basicText(authorization: string | undefined): string {
  const [, encoded] = /^basic +([A-Za-z0-9+/_-]+={0,2})$/i.exec(tidy(authorization) ?? '') ?? [];
  return encoded === undefined ? '' : Buffer.from(encoded, 'base64').toString('utf8');
}

function tidy(authorization: string | undefined): string | undefined {
  const unquoted = authorization?.trim().replace(/^(["'])(.*)\1$/, '$2');
  const sent = unquoted === undefined ? undefined : unescaped(unquoted).trim();
  return sent === '' ? undefined : sent;
}

/** No credential holds a percent sign of its own: what is left of one is what a client forgot to decode. */
function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
