// Decides whether a licence may come in: signature, org, time, revocation, feature. Knows nothing of HTTP answers.
import { hash, timingSafeEqual } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { readBasic } from './credential.ts';
import type { TrustedIssuers } from './issuer-key.ts';
import { LicenceError, type Licence } from './licence.ts';
import type { RevocationList } from './revocation-list.ts';

const GRACE_SECONDS = 7 * 24 * 60 * 60;
/** Clocks of issuer and agent may differ this much. */
const SKEW_SECONDS = 60;

export interface LicenceDeskDeps {
  /** Asked on every call: what one set of issuers vouched for is not believed under another. */
  readonly issuers: () => TrustedIssuers;
  readonly verify: (issuers: TrustedIssuers, key: string) => Promise<Licence>;
  readonly revocations: RevocationList;
  readonly clock: { now(): number };
  /** Told of every admission of a licence that has expired but is within its days of grace. */
  readonly onGrace: (licence: Licence) => void;
}

export interface LicenceDesk {
  /** Resolves to the licence behind `Basic org:license-key`. Throws LicenceError. */
  admit(authorization: string | undefined, feature: string): Promise<Licence>;
}

interface Verified {
  readonly issuers: TrustedIssuers;
  readonly licence: Licence;
}

/** Only signatures are remembered (by digest of the key); time, revocation and feature are decided on every call. */
export function createLicenceDesk(deps: LicenceDeskDeps): LicenceDesk {
  const verified = new LRUCache<string, Verified>({ max: 10_000 });
  const licenceFor = async (key: string): Promise<Licence> => {
    const digest = hash('sha256', key);
    const issuers = deps.issuers();
    const known = verified.get(digest);
    if (known?.issuers === issuers) return known.licence;
    const licence = await deps.verify(issuers, key);
    verified.set(digest, { issuers, licence });
    return licence;
  };
  return {
    async admit(authorization, feature) {
      const { user, password } = readBasic(authorization);
      const licence = await licenceFor(password);
      assertOrg(licence, user);
      const state = licenceState(licence, deps.clock.now());
      assertInTime(state, licence);
      await assertNotRevoked(deps.revocations, licence);
      assertFeature(licence, feature);
      if (state === 'grace') deps.onGrace(licence);
      return licence;
    },
  };
}

function assertOrg(licence: Licence, user: string): void {
  const same = timingSafeEqual(hash('sha256', licence.org, 'buffer'), hash('sha256', user, 'buffer'));
  if (!same) {
    throw new LicenceError('org_mismatch', 'The user name must be the org of the licence', licence.tenant);
  }
}

export type LicenceState = 'valid' | 'grace' | 'expired' | 'not_yet_valid';

/** @param now Unix milliseconds */
export function licenceState(licence: Pick<Licence, 'notBefore' | 'expiresAt'>, now: number): LicenceState {
  const seconds = Math.floor(now / 1000);
  if (licence.notBefore > seconds + SKEW_SECONDS) return 'not_yet_valid';
  if (seconds < licence.expiresAt) return 'valid';
  return seconds < licence.expiresAt + GRACE_SECONDS ? 'grace' : 'expired';
}

function assertInTime(state: LicenceState, { tenant }: Licence): void {
  if (state === 'not_yet_valid') {
    throw new LicenceError('licence_not_yet_valid', 'The licence is not valid yet', tenant);
  }
  if (state === 'expired') {
    throw new LicenceError('licence_expired', 'The licence has expired: ask for a new one', tenant);
  }
}

async function assertNotRevoked(revocations: RevocationList, licence: Licence): Promise<void> {
  if (await revocations.isRevoked(licence.id)) {
    throw new LicenceError('licence_revoked', 'The licence was revoked: ask for a new one', licence.tenant);
  }
}

function assertFeature(licence: Licence, feature: string): void {
  if (!licence.features.includes(feature)) {
    throw new LicenceError('feature_missing', `The licence lacks the feature ${feature}`, licence.tenant);
  }
}
