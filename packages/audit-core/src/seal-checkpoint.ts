// Decides when a chain's tree is checkpointed and signs it. Pure but for the signer.
import { signCheckpoint } from './chain/checkpoint.ts';
import { frontierRoot, type Frontier } from './chain/merkle.ts';
import type { Signer } from './signer.ts';

/** One record of `checkpoints`. The note is what counts; the other columns only find it. */
export interface StoredCheckpoint {
  readonly tenant: string;
  readonly size: number;
  /** base64, 32 bytes */
  readonly root: string;
  /** C2SP checkpoint */
  readonly note: string;
  /** Unix milliseconds, collector clock; not signed */
  readonly created_at: number;
  readonly key_id: string;
}

export type CheckpointMark = Pick<StoredCheckpoint, 'size' | 'created_at'>;

/** A group is checkpointed when this many rows or milliseconds lie behind the checkpoint before. */
export interface CheckpointInterval {
  readonly rows: number;
  readonly ms: number;
}

export const CHECKPOINT_INTERVAL: CheckpointInterval = { rows: 256, ms: 60_000 };

/** A chain's first group is always due: from then on no tail can be cut unseen that reaches behind it. */
export function isCheckpointDue(
  interval: CheckpointInterval,
  last: CheckpointMark | null,
  size: number,
  now: number,
): boolean {
  if (last === null) return true;
  // Behind its newest checkpoint the store was set back: signing another tree of that size would cover it up.
  if (size <= last.size) return false;
  // The distance, not the difference: a time that was edited into the future must not stop checkpoints.
  return size - last.size >= interval.rows || Math.abs(now - last.created_at) >= interval.ms;
}

/** @throws AuditError `signing_failed`. */
export function sealCheckpoint(
  signer: Signer,
  { tenant, origin }: { readonly tenant: string; readonly origin: string },
  frontier: Frontier,
  now: number,
): StoredCheckpoint {
  const root = Buffer.from(frontierRoot(frontier)).toString('base64');
  const { size } = frontier;
  const note = signCheckpoint(signer, { origin, size, root });
  return { tenant, size, root, note, created_at: now, key_id: signer.keyId };
}
