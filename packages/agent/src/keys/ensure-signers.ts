// The signers of an agent: on the first use of a DATA_DIR its key is made, and listed among those that auditors pin.
import type { SignerSource } from '@governance-agent/audit-core';
import { ensureSigningKey } from '../agent-keys.ts';
import { recordKey } from './key-history.ts';
import { openSignerFiles, type SignerFilesDeps } from './signer-files.ts';

export interface EnsureSignersDeps extends SignerFilesDeps {
  /** Told the id of a key that was made. */
  readonly onCreated?: (keyId: string) => void;
}

/** Throws AgentError `key_unusable`. */
export async function ensureSigners({ onCreated, ...files }: EnsureSignersDeps): Promise<SignerSource> {
  const { key, created } = await ensureSigningKey(files.dataDir);
  if (created) onCreated?.(key.keyId);
  await recordKey(files.dataDir, key.publicKey);
  return openSignerFiles(files);
}
