// Takes over chains whose key is lost. A verifier has to pin the new key by itself: nothing old vouches for it.
import { AuditError } from '../errors.ts';
import { keyId } from '../keys.ts';
import { guarded } from '../reads/guarded.ts';
import type { ChainState } from '../seal.ts';
import { signerSourceOf, type SignerSource } from '../signer-source.ts';
import type { Signer } from '../signer.ts';
import { readHeadKeys, readRegisteredKey } from '../store/chains-of-key.ts';
import { createAppendStore } from '../store/create-append-store.ts';
import type { Database } from '../store/database.ts';
import { actOnChain, type Act, type ActDeps } from './act.ts';
import type { KeyChange } from './record.ts';
import { base64, type KeyChangeReport } from './rotate-keys.ts';

/** Key ids that chains ask for and this signer source does not hold. @throws AuditError `store_unavailable`. */
export async function readLostKeys(
  { knex }: Database,
  signers: Pick<SignerSource, 'byKeyId'>,
): Promise<string[]> {
  const heads = await guarded(() => readHeadKeys(knex));
  const lost = heads.map(({ key_id }) => key_id).filter((id) => signers.byKeyId(id) === undefined);
  return [...new Set(lost)];
}

/**
 * Appends `key_replacement`, signed by the source's current key, to each chain whose key is not held. May be stopped
 * and called again.
 * @throws AuditError as `actOnChain`, and `invalid_key` when the store does not know the lost key's public half.
 */
export function replaceKeys(deps: ActDeps): Promise<KeyChangeReport> {
  return guarded(async () => {
    const signers = signerSourceOf(deps.signer);
    const store = createAppendStore(deps.database);
    const tenants: string[] = [];
    for (const lost of await readLostKeys(deps.database, signers))
      await store.retireKey(lost, deps.clock.now());
    for (const { tenant, key_id } of await readHeadKeys(deps.database.knex)) {
      if (signers.byKeyId(key_id) !== undefined) continue;
      await replaceInChain(deps, tenant, key_id, signers.current());
      tenants.push(tenant);
    }
    return { tenants };
  });
}

async function replaceInChain(deps: ActDeps, tenant: string, lost: string, signer: Signer): Promise<void> {
  const record = await replacementOf(deps.database, lost, signer);
  await actOnChain(deps, { tenant, signer, decide: (state) => takeOver(state, record, lost) });
}

/** @throws AuditError `invalid_key` when the store does not know the lost key. */
export async function replacementOf({ knex }: Database, lost: string, signer: Signer): Promise<KeyChange> {
  const old_key = await readRegisteredKey(knex, lost);
  if (old_key === null || keyId(Buffer.from(old_key, 'base64')) !== lost) {
    throw new AuditError(
      'invalid_key',
      'The public half of the lost key is not in the store. Run verify, then restore the store.',
    );
  }
  return { act: 'key_replacement', old_key, new_key: base64(signer) };
}

// Only the key that was found to be lost is replaced: another process may have been faster.
function takeOver({ head }: ChainState, record: KeyChange, lost: string): Act {
  if (head.key_id === lost) return { records: [record] };
  throw new AuditError('key_mismatch', 'The key of this chain has changed meanwhile. Try again.');
}
