// Checkpoints and proofs as JSON for people and programs, the same over HTTP and on the command line.
import {
  parseCheckpoint,
  type ConsistencyProof,
  type CoveredRow,
  type InclusionProof,
  type StoredCheckpoint,
} from '@governance-agent/audit-core';

export interface CheckpointRecord {
  /** null where the note cannot be read: then verification has more to say */
  readonly origin: string | null;
  readonly size: number;
  /** base64, 32 bytes */
  readonly root: string;
  /** C2SP checkpoint: the only part that is signed */
  readonly note: string;
  /** RFC 3339 */
  readonly created_at: string;
  readonly key_id: string;
}

export function checkpointRecord(stored: StoredCheckpoint): CheckpointRecord {
  const { size, root, note, created_at, key_id } = stored;
  const origin = parseCheckpoint(note)?.origin ?? null;
  return { origin, size, root, note, created_at: new Date(created_at).toISOString(), key_id };
}

/** Digests are base64; `index` is `seq - 1`. */
export interface InclusionRecord extends InclusionProof {
  readonly seq: number;
  /** of the proof's size; null where none was made of that size, and then nothing signed states the root */
  readonly checkpoint: CheckpointRecord | null;
}

export function inclusionRecord(proof: InclusionProof, checkpoint: CoveredRow['checkpoint'] | null) {
  const record: InclusionRecord = {
    seq: proof.index + 1,
    ...proof,
    checkpoint: checkpoint && checkpointRecord(checkpoint),
  };
  return record;
}

export interface ConsistencyRecord {
  readonly from: number;
  readonly to: number;
  readonly from_root: string;
  readonly to_root: string;
  readonly path: readonly string[];
}

export function consistencyRecord({ from, to, fromRoot, toRoot, path }: ConsistencyProof): ConsistencyRecord {
  return { from, to, from_root: fromRoot, to_root: toRoot, path };
}
