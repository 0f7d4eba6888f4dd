// Signs a licence: a JWT (RFC 7519) with EdDSA (RFC 8037).
import { randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import type { IssuerKey } from './issuer-key.ts';
import { LICENCE_TYPE, type Licence } from './licence.ts';

export type LicenceOrder = Omit<Licence, 'id' | 'issuedAt' | 'notBefore'>;

export interface IssuedLicence {
  readonly licence: Licence;
  /** The compact JWT: the password of HTTP Basic. A credential. */
  readonly key: string;
}

/** @param now Unix milliseconds; the licence is valid from then on. */
export async function issueLicence(
  issuer: IssuerKey,
  order: LicenceOrder,
  now: number,
): Promise<IssuedLicence> {
  const issuedAt = Math.floor(now / 1000);
  const licence: Licence = { ...order, id: randomUUID(), issuedAt, notBefore: issuedAt };
  const { org, tenant, tier, features } = licence;
  const key = await new SignJWT({ org, tenant, tier, features: [...features] })
    .setProtectedHeader({ alg: 'EdDSA', typ: LICENCE_TYPE, kid: issuer.keyId })
    .setJti(licence.id)
    .setIssuedAt(issuedAt)
    .setExpirationTime(licence.expiresAt)
    .sign(issuer.privateKey);
  return { licence, key };
}
