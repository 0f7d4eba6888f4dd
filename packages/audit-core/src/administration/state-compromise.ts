// States that a retired key was in wrong hands, in every chain that has rows by it.
import { AuditError } from '../errors.ts';
import { guarded } from '../reads/guarded.ts';
import { signerSourceOf } from '../signer-source.ts';
import { readAdministration } from '../store/administration-reader.ts';
import { readTenantsSignedBy } from '../store/chains-of-key.ts';
import { actOnChain, type ActDeps } from './act.ts';
import type { KeyChangeReport } from './rotate-keys.ts';

export interface CompromiseDeps extends ActDeps {
  readonly keyId: string;
  /** Unix milliseconds, collector clock: what the key signed from here on proves nothing. */
  readonly since: number;
}

/**
 * Appends `key_compromised` where it, or an earlier `since`, is not stated yet. May be stopped and called again.
 * @throws AuditError `invalid_key` when the key is one that still signs: rotate first; else as `actOnChain`.
 */
export function stateCompromise({ keyId, since, ...deps }: CompromiseDeps): Promise<KeyChangeReport> {
  return guarded(async () => {
    if (signerSourceOf(deps.signer).byKeyId(keyId) !== undefined) {
      throw new AuditError('invalid_key', 'This key still signs. Run keys rotate first.');
    }
    const tenants: string[] = [];
    for (const tenant of await readTenantsSignedBy(deps.database.knex, keyId)) {
      if (await isStated(deps, tenant, keyId, since)) continue;
      const record = { act: 'key_compromised', key_id: keyId, since } as const;
      await actOnChain(deps, { tenant, decide: () => ({ records: [record] }) });
      tenants.push(tenant);
    }
    return { tenants };
  });
}

async function isStated(
  { database }: ActDeps,
  tenant: string,
  keyId: string,
  since: number,
): Promise<boolean> {
  const stated = await readAdministration(database.knex, tenant, ['key_compromised']);
  return stated.some(
    ({ record }) => record.act === 'key_compromised' && record.key_id === keyId && record.since <= since,
  );
}
