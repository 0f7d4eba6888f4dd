// Offline verification of a licence key: who signed it, and what it says. Validity in time is not decided here.
import { hash } from 'node:crypto';
import { Ajv } from 'ajv';
import { compactVerify, decodeProtectedHeader } from 'jose';
import type { TrustedIssuers } from './issuer-key.ts';
import { LICENCE_TYPE, LicenceError, NAME_PATTERN, type Licence } from './licence.ts';

interface Claims {
  readonly jti?: string;
  readonly org: string;
  readonly tenant?: string;
  readonly tier?: string;
  readonly features?: readonly string[];
  readonly iat: number;
  readonly nbf?: number;
  readonly exp: number;
}

/** A licence is well under 1 KiB; anything far above is not worth a signature check. */
const MAX_KEY_LENGTH = 4096;
/** Other issuing tools write `JWT` or nothing; a type that names another purpose is refused (RFC 8725 section 3.11). */
const LICENCE_TYPES: ReadonlySet<string | undefined> = new Set([LICENCE_TYPE, 'JWT', undefined]);
const name = { type: 'string', pattern: NAME_PATTERN };
const seconds = { type: 'integer', minimum: 0, maximum: 8_640_000_000_000 };
const shortText = { type: 'string', minLength: 1, maxLength: 64 };
const isClaims = new Ajv().compile<Claims>({
  type: 'object',
  required: ['org', 'iat', 'exp'],
  properties: {
    jti: { type: 'string', pattern: '^[A-Za-z0-9-]{1,64}$' },
    org: name,
    tenant: name,
    tier: shortText,
    features: { type: 'array', maxItems: 64, items: shortText },
    iat: seconds,
    nbf: seconds,
    exp: seconds,
  },
});

/**
 * Resolves to the licence when a trusted issuer signed exactly this text with Ed25519.
 * `alg` is pinned, so `none` and an HMAC keyed with the public key are refused, and the key is chosen among trusted
 * ones only: `jwk`, `jku` and `x5u` headers are never looked at. Throws LicenceError `licence_invalid` otherwise.
 */
export async function verifyLicence(issuers: TrustedIssuers, key: string): Promise<Licence> {
  try {
    const claims: unknown = JSON.parse(await signedText(issuers, key));
    if (isClaims(claims)) return licenceOf(claims, key);
  } catch {
    // Every way to be wrong gets one answer: which one it was helps only who forges.
  }
  throw new LicenceError('licence_invalid', 'The licence key is not valid: use the key as it was issued');
}

async function signedText(issuers: TrustedIssuers, key: string): Promise<string> {
  if (key.length > MAX_KEY_LENGTH) throw new RangeError('too long');
  const { kid, typ } = decodeProtectedHeader(key);
  if (!LICENCE_TYPES.has(typ)) throw new RangeError('made for another purpose');
  const candidates = [...issuers].filter(([id]) => kid === undefined || id === kid);
  const payloads = candidates.map(([, issuer]) => compactVerify(key, issuer, { algorithms: ['EdDSA'] }));
  return new TextDecoder('utf-8', { fatal: true }).decode((await Promise.any(payloads)).payload);
}

/** Without features a licence unlocks nothing; without an id it is known, and revoked, by its digest. */
function licenceOf(claims: Claims, key: string): Licence {
  return {
    id: claims.jti ?? hash('sha256', key),
    org: claims.org,
    tenant: claims.tenant ?? claims.org,
    tier: claims.tier ?? 'standard',
    features: claims.features ?? [],
    issuedAt: claims.iat,
    notBefore: Math.max(claims.iat, claims.nbf ?? 0),
    expiresAt: claims.exp,
  };
}
