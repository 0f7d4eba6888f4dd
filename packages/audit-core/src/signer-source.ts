// Which key signs a chain's next row: the one that its head names. During a rotation a process holds two.
import { AuditError } from './errors.ts';
import type { ChainState } from './seal.ts';
import type { Signer } from './signer.ts';

/** The signing keys that a process holds. Answers at once; `reload` looks again where they come from. */
export interface SignerSource {
  /** Begins new chains: the newest key. */
  current(): Signer;
  /** A key that is held; undefined for any other. */
  byKeyId(keyId: string): Signer | undefined;
  /** Called when a chain asks for a key that is not held. May reject: the append is refused then. */
  reload(): Promise<void>;
}

/** One key for good: for who embeds the library and never rotates. */
export function fixedSigner(signer: Signer): SignerSource {
  return {
    current: () => signer,
    byKeyId: (keyId) => (keyId === signer.keyId ? signer : undefined),
    reload: () => Promise.resolve(),
  };
}

export function signerSourceOf(signer: Signer | SignerSource): SignerSource {
  return 'current' in signer ? signer : fixedSigner(signer);
}

/**
 * The signer of a chain's next row.
 * @param beginner the key that begins the chain if it is empty.
 * @throws AuditError `key_mismatch` when that key is not held, or was retired before the chain began.
 */
export function signerOf(signers: SignerSource, beginner: Signer, { head, keyRetired }: ChainState): Signer {
  const signer = head.key_id === null ? beginner : signers.byKeyId(head.key_id);
  if (signer !== undefined && !(head.size === 0 && keyRetired)) return signer;
  throw new AuditError(
    'key_mismatch',
    'Another key has to sign this chain; nothing was stored. Restore that key, or run keys rotate or keys replace. Send again.',
  );
}
