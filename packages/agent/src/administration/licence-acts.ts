// Licences issued and revoked, each with its row in the tenant's chain.
import { readAdministration, readTenants, type Clock, type Database } from '@governance-agent/audit-core';
import type { IssuerKey } from '../access/issuer-key.ts';
import { issueLicence, type IssuedLicence, type LicenceOrder } from '../access/issue-licence.ts';
import type { Licence } from '../access/licence.ts';
import { revokeLicence } from '../access/revocation-list.ts';
import type { Administration } from './administration.ts';
import { momentOf } from './moment.ts';

export interface LicenceActsDeps {
  readonly administration: Administration;
  readonly clock: Clock;
}

/** Signs a licence; the row is durable before the key is handed out. Throws AuditError. */
export async function issueWithRow(
  deps: LicenceActsDeps,
  issuer: IssuerKey,
  order: LicenceOrder,
  actor: string,
): Promise<IssuedLicence> {
  const issued = await issueLicence(issuer, order, deps.clock.now());
  await stateLicenceIssued(deps.administration, issued.licence, actor);
  return issued;
}

export function stateLicenceIssued(
  administration: Administration,
  licence: Licence,
  actor: string,
): Promise<void> {
  const { id, org, tenant, features, expiresAt } = licence;
  const words = { features: features.join(','), expires: momentOf(expiresAt * 1000) };
  const record = { act: 'licence_issued', licence: id, ...words } as const;
  return administration.state({ tenant, org, actor, record });
}

export interface Revocation {
  readonly licence: string;
  readonly tenant: string;
  /** Path of the revocation list. */
  readonly file: string;
}

/**
 * The list first, then the row: a store that takes no row must not keep a licence alive. When this rejects with an
 * AuditError the licence is revoked and not yet recorded; doing it again records it, once.
 */
export async function revokeWithRow(
  { administration, clock }: LicenceActsDeps,
  { licence, tenant, file }: Revocation,
  actor: string,
): Promise<void> {
  await revokeLicence(file, licence, clock.now());
  await administration.stateOnce({ tenant, actor, record: { act: 'licence_revoked', licence } });
}

/** The tenant in whose chain the licence was issued; undefined where no chain of this store tells. */
export async function tenantOfLicence({ knex }: Database, licence: string): Promise<string | undefined> {
  for (const tenant of await readTenants(knex)) {
    const issued = await readAdministration(knex, tenant, ['licence_issued']);
    if (issued.some(({ record }) => 'licence' in record && record.licence === licence)) return tenant;
  }
  return undefined;
}
