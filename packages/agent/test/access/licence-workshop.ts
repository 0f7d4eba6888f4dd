// A desk, an issuer and the tools to forge licences with, for the tests of the licence desk.
import { fixedClock, type FixedClock } from '@governance-agent/testkit';
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { CompactSign } from 'jose';
import { issueLicence } from '../../src/access/issue-licence.ts';
import { issuerKeyId } from '../../src/access/issuer-key.ts';
import { createLicenceDesk } from '../../src/access/licence-desk.ts';
import { LicenceError, OTEL_INGEST_FEATURE, type Licence } from '../../src/access/licence.ts';
import { createRevocationList } from '../../src/access/revocation-list.ts';
import { verifyLicence } from '../../src/access/verify-licence.ts';

export const NOW = Date.UTC(2026, 10, 21);
export const SECONDS = NOW / 1000;
export const DAY = 86_400;

const { privateKey } = generateKeyPairSync('ed25519');
export const publicKey = createPublicKey(privateKey);
export const issuer = { privateKey, keyId: await issuerKeyId(publicKey) };

export const basic = (user: string, key: string): string =>
  `Basic ${Buffer.from(`${user}:${key}`).toString('base64')}`;

export interface TestDesk {
  readonly clock: FixedClock;
  readonly grace: Licence[];
  readonly admit: (header: string | undefined) => Promise<Licence>;
}

export function desk(now = NOW, revocationFile = '/nowhere/revoked'): TestDesk {
  const clock = fixedClock(now);
  const grace: Licence[] = [];
  const trusted = new Map([[issuer.keyId, publicKey]]);
  const created = createLicenceDesk({
    issuers: () => trusted,
    verify: verifyLicence,
    revocations: createRevocationList(revocationFile),
    clock,
    onGrace: (licence) => grace.push(licence),
  });
  return { clock, grace, admit: (header) => created.admit(header, OTEL_INGEST_FEATURE) };
}

const order = {
  org: 'acme',
  tenant: 'acme-eu',
  tier: 'standard',
  features: ['otel_ingest'],
  expiresAt: SECONDS + DAY,
};

export const issue = async (changes: Partial<typeof order> = {}, now = NOW): Promise<string> =>
  (await issueLicence(issuer, { ...order, ...changes }, now)).key;

export const claims = {
  jti: 'a',
  org: 'acme',
  tenant: 'acme',
  tier: 't',
  features: ['otel_ingest'],
  iat: SECONDS,
  exp: SECONDS + DAY,
};

export const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

export const sign = (header: object, payload: unknown = claims, key = issuer.privateKey): Promise<string> =>
  new CompactSign(Buffer.from(JSON.stringify(payload)))
    .setProtectedHeader({ alg: 'EdDSA', typ: 'licence+jwt', kid: issuer.keyId, ...header })
    .sign(key);

export const refusal = (admitted: Promise<unknown>): Promise<string> =>
  admitted.then(
    () => 'admitted',
    (error: unknown) => (error instanceof LicenceError ? error.code : 'some other error'),
  );
