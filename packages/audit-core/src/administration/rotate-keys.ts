// Hands every chain of one key over to the next, chain by chain, beside whoever is appending.
import { AuditError } from '../errors.ts';
import { guarded } from '../reads/guarded.ts';
import type { SignerSource } from '../signer-source.ts';
import type { Signer } from '../signer.ts';
import { registeredKey } from '../store/append-store.ts';
import { readChainsOfKey } from '../store/chains-of-key.ts';
import { createAppendStore } from '../store/create-append-store.ts';
import { actOnChain, type ActDeps } from './act.ts';

export interface RotationDeps extends Omit<ActDeps, 'signer'> {
  readonly oldSigner: Signer;
  readonly newSigner: Signer;
}

/** The chains that were handed over by this call. */
export interface KeyChangeReport {
  readonly tenants: readonly string[];
}

/**
 * Appends `key_rotation`, signed by the old key, as the last row of the old key in each of its chains. May be stopped
 * anywhere and called again with the same two keys; when it resolves, no chain asks for the old key any more, and none
 * can be begun by it.
 * @throws AuditError as `actOnChain`; chains that were handed over until then stay so.
 */
export function rotateKeys(deps: RotationDeps): Promise<KeyChangeReport> {
  return guarded(async () => {
    const { database, oldSigner, newSigner, clock } = deps;
    if (oldSigner.keyId === newSigner.keyId) {
      throw new AuditError('invalid_key', 'A key cannot be rotated to itself.');
    }
    const store = createAppendStore(database);
    for (const signer of [oldSigner, newSigner]) {
      await store.registerKey(registeredKey(signer, clock.now()));
    }
    // First of all: a chain that is begun from here on is not the old key's, so the list below is complete.
    await store.retireKey(oldSigner.keyId, clock.now());
    const tenants: string[] = [];
    for (const tenant of await readChainsOfKey(database.knex, oldSigner.keyId)) {
      if (await rotateChain(deps, tenant)) tenants.push(tenant);
    }
    return { tenants };
  });
}

async function rotateChain(
  { oldSigner, newSigner, ...deps }: RotationDeps,
  tenant: string,
): Promise<boolean> {
  const keys = { old_key: base64(oldSigner), new_key: base64(newSigner) };
  const { rows } = await actOnChain(
    { ...deps, signer: bothOf(oldSigner, newSigner) },
    {
      tenant,
      // Another process may have been faster.
      decide: ({ head }) =>
        head.key_id === oldSigner.keyId
          ? { records: [{ act: 'key_rotation', ...keys }], nextKey: newSigner.keyId }
          : { records: [] },
    },
  );
  return rows.length > 0;
}

function bothOf(oldSigner: Signer, newSigner: Signer): SignerSource {
  return {
    current: () => newSigner,
    byKeyId: (keyId) => [oldSigner, newSigner].find((signer) => signer.keyId === keyId),
    reload: () => Promise.resolve(),
  };
}

export function base64({ publicKey }: Pick<Signer, 'publicKey'>): string {
  return Buffer.from(publicKey).toString('base64');
}
