// Checks one stored checkpoint on its own: columns, note, origin, signature. The root is compared by who walks the rows.
import type { StoredCheckpoint } from '../seal-checkpoint.ts';
import type { SignatureVerifier } from '../verify-signature.ts';
import { parseCheckpoint, verifyCheckpoint } from './checkpoint.ts';

/** Also what every checkpoint says when the chain's origin was changed. */
export const FOREIGN_CHECKPOINT = 'a checkpoint names another chain';

/**
 * What is wrong with it; null when it is whole.
 * @param origin null when the chain has no head to name it.
 * @param keys pinned by the caller; without any, the signature is not judged.
 */
export function checkCheckpoint(
  stored: StoredCheckpoint,
  origin: string | null,
  keys: ReadonlyMap<string, SignatureVerifier>,
): string | null {
  const checkpoint = parseCheckpoint(stored.note);
  if (checkpoint === null) return 'a checkpoint is not a signed note';
  if (checkpoint.size !== stored.size || checkpoint.root !== stored.root)
    return 'a checkpoint is not what its note says';
  if (origin !== null && checkpoint.origin !== origin) return FOREIGN_CHECKPOINT;
  if (keys.size === 0) return null;
  const key = keys.get(stored.key_id);
  if (key === undefined) return 'a checkpoint is signed by a key that is not pinned';
  return verifyCheckpoint(stored.note, checkpoint.origin, key) === null
    ? 'the signature of a checkpoint does not hold'
    : null;
}
