// The licences of a tenant, as its own signed rows tell of them. The keys themselves are kept nowhere.
import { readAdministration, type Database } from '@governance-agent/audit-core';
import { licenceState } from '../access/licence-desk.ts';
import type { RevocationList } from '../access/revocation-list.ts';

export interface KnownLicence {
  readonly id: string;
  readonly features: readonly string[];
  /** Unix milliseconds, like every time here. */
  readonly issuedAt: number;
  readonly expiresAt: number;
  readonly revokedAt: number | null;
  /** Row that states the issue. */
  readonly seq: number;
  /** `grace`: expired, and let in for some days more. */
  readonly state: 'valid' | 'grace' | 'expired' | 'revoked';
  /**
   * Whether this agent's list has it. Agents on one store have a list each: a licence that another one revoked is
   * `revoked` and goes on being let in here until it is revoked here as well.
   */
  readonly refusedHere: boolean;
}

export interface LicencesDeps {
  readonly database: Database;
  readonly revocations: RevocationList;
  readonly clock: { now(): number };
}

/** Newest first. Throws the driver's error, AgentError `key_unusable` where the list cannot be read. */
export async function readLicences(
  { database, revocations, clock }: LicencesDeps,
  tenant: string,
): Promise<KnownLicence[]> {
  const acts = await readAdministration(database.knex, tenant, ['licence_issued', 'licence_revoked']);
  const revoked = new Map<string, number>();
  for (const { record, received_at } of acts)
    if (record.act === 'licence_revoked' && !revoked.has(record.licence))
      revoked.set(record.licence, received_at);
  const issued = acts.flatMap(({ record, received_at, seq }) =>
    record.act === 'licence_issued' ? [{ record, received_at, seq }] : [],
  );
  const known = issued.map(async ({ record, received_at: issuedAt, seq }) => {
    const { licence: id, features, expires } = record;
    const words = features === '' ? [] : features.split(',');
    const expiresAt = Date.parse(expires);
    const revokedAt = revoked.get(id) ?? null;
    const refusedHere = await revocations.isRevoked(id);
    const state = refusedHere || revokedAt !== null ? 'revoked' : stateAt(expiresAt, clock.now());
    return { id, features: words, issuedAt, expiresAt, revokedAt, seq, state, refusedHere } as const;
  });
  return (await Promise.all(known)).reverse();
}

function stateAt(expiresAt: number, now: number): 'valid' | 'grace' | 'expired' {
  const state = licenceState({ notBefore: 0, expiresAt: Math.floor(expiresAt / 1000) }, now);
  return state === 'not_yet_valid' ? 'valid' : state;
}
