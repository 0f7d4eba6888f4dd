// Checks one stored checkpoint on its own: columns, note, origin, signature. The root is compared by who walks the rows.
import type { StoredCheckpoint } from '../seal-checkpoint.ts';
import type { ChainContext, VerifierOf } from './chain-context.ts';
import { parseCheckpoint, verifyCheckpoint } from './checkpoint.ts';
import { periodsOfSize } from './key-schedule.ts';

/** Also what every checkpoint says when the chain's origin was changed. */
export const FOREIGN_CHECKPOINT = 'a checkpoint names another chain';
export const UNPINNED_CHECKPOINT = 'a checkpoint is signed by a key that is not pinned';

/** What is wrong with it; null when it is whole. Whether its key is trusted is judged for the key's period as a whole. */
export function checkCheckpoint(
  stored: StoredCheckpoint,
  { origin, schedule }: Pick<ChainContext, 'origin' | 'schedule'>,
  verifierOf: VerifierOf,
): string | null {
  const checkpoint = parseCheckpoint(stored.note);
  if (checkpoint === null) return 'a checkpoint is not a signed note';
  if (checkpoint.size !== stored.size || checkpoint.root !== stored.root)
    return 'a checkpoint is not what its note says';
  if (origin !== null && checkpoint.origin !== origin) return FOREIGN_CHECKPOINT;
  if (schedule === null) return null;
  const period = periodsOfSize(schedule, stored.size).find(({ keyId }) => keyId === stored.key_id);
  if (period === undefined)
    return schedule.periods.some(({ keyId }) => keyId === stored.key_id)
      ? "a checkpoint is signed by a key that was not the chain's at its size"
      : UNPINNED_CHECKPOINT;
  const key = period.publicKey === null ? null : verifierOf(period.publicKey);
  if (key === null) return null;
  return verifyCheckpoint(stored.note, checkpoint.origin, key) === null
    ? 'the signature of a checkpoint does not hold'
    : null;
}
