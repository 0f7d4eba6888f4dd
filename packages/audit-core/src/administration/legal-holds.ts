// Places, releases and lists legal holds of one tenant.
import { AuditError } from '../errors.ts';
import { guarded } from '../reads/guarded.ts';
import { readAdministration } from '../store/administration-reader.ts';
import type { Database } from '../store/database.ts';
import { actOnChain, type ActDeps } from './act.ts';
import { openHolds, type LegalHold } from './holds.ts';
import type { LegalHoldPlaced } from './record.ts';

export const HOLD_ACTS = ['legal_hold_placed', 'legal_hold_released'] as const;

/**
 * From its commit on, content within the scope cannot be erased.
 * @throws AuditError `legal_hold` when a hold of that name is open; else as `actOnChain`.
 */
export async function placeHold(
  deps: ActDeps,
  tenant: string,
  hold: Omit<LegalHoldPlaced, 'act'>,
): Promise<{ readonly seq: number }> {
  const { head } = await actOnChain(deps, {
    tenant,
    withHolds: true,
    decide: ({ holds }) => {
      if (openHolds(holds).some((open) => open.hold === hold.hold))
        throw new AuditError(
          'legal_hold',
          'A hold of this name is open. Release it, or choose another name.',
        );
      return { records: [{ act: 'legal_hold_placed', ...hold }] };
    },
  });
  return { seq: head.size };
}

/** @throws AuditError `unknown_hold` when no hold of that name is open; else as `actOnChain`. */
export async function releaseHold(
  deps: ActDeps,
  tenant: string,
  hold: string,
): Promise<{ readonly seq: number }> {
  const { head } = await actOnChain(deps, {
    tenant,
    withHolds: true,
    decide: ({ holds }) => {
      if (openHolds(holds).every((open) => open.hold !== hold))
        throw new AuditError('unknown_hold', 'No open hold of this tenant has that name. See hold list.');
      return { records: [{ act: 'legal_hold_released', hold }] };
    },
  });
  return { seq: head.size };
}

/** Open holds in the order they were placed. @throws AuditError `store_unavailable`. */
export function readHolds({ knex }: Database, tenant: string): Promise<LegalHold[]> {
  return guarded(async () => openHolds(await readAdministration(knex, tenant, HOLD_ACTS)));
}
