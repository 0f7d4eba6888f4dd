// Reads the Authorization header (RFC 9110 section 11.4) the way clients really send it.
import { LicenceError } from './licence.ts';

export interface BasicCredential {
  readonly user: string;
  readonly password: string;
}

/**
 * `Basic base64(user:password)`, RFC 7617. Two disfigurements are undone: surrounding quotes (kept literally by the
 * clients' header variable) and `%20` for the space. Throws LicenceError `credential_missing` or `credential_malformed`.
 */
export function readBasic(authorization: string | undefined): BasicCredential {
  const sent = tidy(authorization);
  if (sent === undefined) throw new LicenceError('credential_missing', 'Send HTTP Basic org:license-key');
  const [, encoded] = /^basic +([A-Za-z0-9+/_-]+={0,2})$/i.exec(sent) ?? [];
  const text = encoded === undefined ? '' : Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon < 1) throw new LicenceError('credential_malformed', 'Send HTTP Basic org:license-key');
  return { user: text.slice(0, colon), password: text.slice(colon + 1) };
}

/** `Bearer <token>`, RFC 6750; undefined when the header is absent or of another scheme. */
export function readBearer(authorization: string | undefined): string | undefined {
  return /^bearer +([A-Za-z0-9\-._~+/]+=*)$/i.exec(tidy(authorization) ?? '')?.[1];
}

function tidy(authorization: string | undefined): string | undefined {
  const trimmed = authorization?.trim().replace(/^(["'])(.*)\1$/, '$2');
  const spaced = trimmed?.replace(/^([A-Za-z]+)(?:%20)+/, '$1 ').trim();
  return spaced === '' ? undefined : spaced;
}
