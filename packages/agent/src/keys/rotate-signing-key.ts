// A rotation on disk and in the store. Every step may be the last one of a process: the next call finishes it.
import { rotateKeys, createSigner, type ActDeps } from '@governance-agent/audit-core';
import { ensureNextKey, promoteNextKey, readSigningKey } from '../agent-keys.ts';
import { recordKey, recordRetirement } from './key-history.ts';
import { noKey } from './signer-files.ts';

export interface RotationResult {
  readonly oldKeyId: string;
  readonly newKeyId: string;
  readonly tenants: readonly string[];
  /** A rotation was under way and was finished. */
  readonly resumed: boolean;
}

/** Throws AgentError `key_unusable` when there is no key to rotate; AuditError as `rotateKeys`. */
export async function rotateSigningKey(
  dataDir: string,
  deps: Omit<ActDeps, 'signer'>,
): Promise<RotationResult> {
  const key = await readSigningKey(dataDir);
  if (key === undefined) throw noKey(dataDir);
  const { key: next, created } = await ensureNextKey(dataDir);
  // Public halves first: whatever is signed from here on can be pinned.
  await recordKey(dataDir, key.publicKey);
  await recordKey(dataDir, next.publicKey);
  const [oldSigner, newSigner] = [createSigner({ key }), createSigner({ key: next })];
  const { tenants } = await rotateKeys({ ...deps, oldSigner, newSigner });
  await recordRetirement(dataDir, key.keyId, deps.clock.now());
  // Last, since it takes the old private key away.
  await promoteNextKey(dataDir);
  return { oldKeyId: key.keyId, newKeyId: next.keyId, tenants, resumed: !created };
}
