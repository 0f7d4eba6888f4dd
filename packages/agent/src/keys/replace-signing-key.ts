// A new key where the old one is lost: made if there is none, and stated in every chain that asks for the lost one.
import {
  createSigner,
  readLostKeys,
  replaceKeys,
  type ActDeps,
  type SignerSource,
} from '@governance-agent/audit-core';
import { ensureSigningKey, readNextKey, readSigningKey, setAsideSigningKey } from '../agent-keys.ts';
import { AgentError } from '../errors.ts';
import { readKeyHistory, recordKey, recordRetirement } from './key-history.ts';
import { openSignerFiles } from './signer-files.ts';

export interface ReplacementResult {
  readonly lostKeyIds: readonly string[];
  readonly newKeyId: string;
  readonly tenants: readonly string[];
}

/** Throws AgentError `usage` when every chain can be signed with what is here; AuditError as `replaceKeys`. */
export async function replaceSigningKey(
  dataDir: string,
  deps: Omit<ActDeps, 'signer'>,
): Promise<ReplacementResult> {
  const { clock, database } = deps;
  const lost = await readLostKeys(database, { byKeyId: await heldKeys(dataDir) });
  if (lost.length === 0) {
    throw new AgentError('usage', 'No chain asks for a key that is lost: use keys rotate for a new key');
  }
  const signer = await ensureUsableKey(dataDir, clock.now());
  const { tenants } = await replaceKeys({ ...deps, signer });
  const known = new Set((await readKeyHistory(dataDir)).map(({ keyId }) => keyId));
  for (const keyId of lost) if (known.has(keyId)) await recordRetirement(dataDir, keyId, clock.now());
  return { lostKeyIds: lost, newKeyId: signer.current().keyId, tenants };
}

/** What can be read: while a rotation is under way, the next key may be whole where the current one is not. */
async function heldKeys(dataDir: string): Promise<SignerSource['byKeyId']> {
  const held = await Promise.allSettled([readSigningKey(dataDir), readNextKey(dataDir)]);
  const keys = held.flatMap((one) =>
    one.status === 'fulfilled' && one.value !== undefined ? [one.value] : [],
  );
  const signers = keys.map((key) => createSigner({ key }));
  return (keyId) => signers.find((signer) => signer.keyId === keyId);
}

async function ensureUsableKey(dataDir: string, now: number): Promise<SignerSource> {
  if (!(await isUsable(dataDir))) await setAsideSigningKey(dataDir, now).catch(() => undefined);
  const { key } = await ensureSigningKey(dataDir);
  await recordKey(dataDir, key.publicKey);
  return openSignerFiles({ dataDir });
}

async function isUsable(dataDir: string): Promise<boolean> {
  try {
    return (await readSigningKey(dataDir)) !== undefined;
  } catch {
    return false;
  }
}
