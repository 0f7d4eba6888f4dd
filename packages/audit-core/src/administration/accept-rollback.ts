// Lets signing go on from what was found after the store was set back, and says so in the chain itself.
import { AuditError } from '../errors.ts';
import { guarded } from '../reads/guarded.ts';
import type { ChainState } from '../seal.ts';
import { isOnChain, type SignedHead, type SignerMemory } from '../signer-memory.ts';
import { signerSourceOf } from '../signer-source.ts';
import { readHeadKeys } from '../store/chains-of-key.ts';
import { actOnChain, type Act, type ActDeps } from './act.ts';
import type { AdministrationRecord, RollbackAccepted } from './record.ts';
import { replacementOf } from './replace-key.ts';

export interface RollbackDeps extends ActDeps {
  readonly memory: SignerMemory;
}

/**
 * Appends `rollback_accepted` and resets what is remembered of this tenant. A chain that is gone is begun anew. A chain
 * that was set back to before its key was changed asks for a key that is gone: `key_replacement` stands in front then.
 * @throws AuditError `not_rolled_back` when store and memory agree; else as `actOnChain`.
 */
export function acceptRollback(deps: RollbackDeps, tenant: string): Promise<RollbackAccepted> {
  return guarded(async () => {
    const remembered = deps.memory.recall(tenant);
    if (remembered === undefined) throw agreed();
    const takeOver = await replacementFor(deps, tenant);
    const signer = takeOver === null ? {} : { signer: signerSourceOf(deps.signer).current() };
    let accepted = acceptanceOf(remembered, remembered);
    await actOnChain(deps, {
      tenant,
      accepting: true,
      ...signer,
      decide: (state): Act => {
        if (isOnChain(remembered, state)) throw agreed();
        accepted = acceptanceOf(remembered, state.head);
        return { records: takeOver === null ? [accepted] : [stillLost(state, takeOver), accepted] };
      },
    });
    return accepted;
  });
}

interface TakeOver {
  readonly lost: string;
  readonly record: AdministrationRecord;
}

async function replacementFor({ database, signer }: RollbackDeps, tenant: string): Promise<TakeOver | null> {
  const signers = signerSourceOf(signer);
  const heads = await readHeadKeys(database.knex);
  const lost = heads.find((head) => head.tenant === tenant)?.key_id;
  if (lost === undefined || signers.byKeyId(lost) !== undefined) return null;
  return { lost, record: await replacementOf(database, lost, signers.current()) };
}

function stillLost({ head }: ChainState, { lost, record }: TakeOver): AdministrationRecord {
  if (head.key_id === lost) return record;
  throw new AuditError('key_mismatch', 'The key of this chain has changed meanwhile. Try again.');
}

function acceptanceOf(remembered: SignedHead, found: Omit<SignedHead, 'origin'>): RollbackAccepted {
  return {
    act: 'rollback_accepted',
    remembered_origin: remembered.origin,
    remembered_size: remembered.size,
    remembered_hash: remembered.head_hash,
    found_size: found.size,
    found_hash: found.head_hash,
  };
}

function agreed(): AuditError {
  return new AuditError(
    'not_rolled_back',
    'Store and signer agree about this tenant: there is nothing to accept.',
  );
}
