// How a chain stands, as JSON: what the store and the agent say of it. Nothing here is proven; that is what verifying is for.
import {
  INTEGRITY_BOUNDARY,
  keyId,
  type ChainKey,
  type ChainStanding,
  type SignedHead,
  type StoredCheckpoint,
} from '@governance-agent/audit-core';
import { checkpointRecord } from './checkpoint-record.ts';
import type { LastVerification } from './last-verifications.ts';

export interface ChainParts {
  readonly tenant: string;
  readonly standing: ChainStanding | null;
  readonly checkpoint: StoredCheckpoint | null;
  /** raw public keys of this agent */
  readonly publicKeys: readonly Uint8Array[];
  /** what the signer keeps outside the store */
  readonly signed: SignedHead | undefined;
  readonly lastVerification: LastVerification | null;
}

export function chainRecord(parts: ChainParts) {
  const { tenant, standing, checkpoint, publicKeys, signed, lastVerification } = parts;
  const known = new Map(publicKeys.map((key) => [keyId(key), Buffer.from(key).toString('base64')]));
  return {
    tenant,
    origin: standing?.origin ?? null,
    size: standing?.size ?? 0,
    hash: standing?.hash ?? null,
    received_at: rfc3339(standing?.received_at ?? null),
    keys: (standing?.keys ?? []).map((key) => keyRecord(key, known.get(key.key_id) ?? null)),
    checkpoint: checkpoint && checkpointRecord(checkpoint),
    erased: standing?.erased ?? 0,
    signer_remembers:
      signed === undefined ? null : { origin: signed.origin, size: signed.size, hash: signed.head_hash },
    last_verification: lastVerification,
    boundary: INTEGRITY_BOUNDARY,
  };
}

function keyRecord({ compromised_since: since, ...key }: ChainKey, publicKey: string | null) {
  return {
    ...key,
    state: stateOf(key.through, since),
    public_key: publicKey,
    compromised_since: rfc3339(since),
  };
}

function stateOf(through: number | null, compromisedSince: number | null) {
  if (compromisedSince !== null) return 'compromised';
  return through === null ? 'present' : 'retired';
}

function rfc3339(time: number | null): string | null {
  return time === null ? null : new Date(time).toISOString();
}
