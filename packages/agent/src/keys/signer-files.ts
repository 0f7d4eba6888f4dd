// The signer source of an agent: whatever keys lie under DATA_DIR now, read again when a chain asks for another.
import {
  createSigner,
  type SignAside,
  type Signer,
  type SignerSource,
  type SigningKey,
} from '@governance-agent/audit-core';
import { readNextKey, readSigningKey } from '../agent-keys.ts';
import { AgentError } from '../errors.ts';

export interface SignerFilesDeps {
  readonly dataDir: string;
  /** Where groups of rows are signed. Default: the threads of libuv. */
  readonly aside?: SignAside | undefined;
  /** Told when the native signer differs from the reference. */
  readonly onMismatch?: () => void;
}

interface Held {
  readonly signers: readonly Signer[];
  readonly current: Signer;
}

/** Throws AgentError `key_unusable` when there is no signing key, or one that cannot be read. */
export async function openSignerFiles(deps: SignerFilesDeps): Promise<SignerSource> {
  let held = await load(deps, []);
  return {
    current: () => held.current,
    byKeyId: (keyId) => held.signers.find((signer) => signer.keyId === keyId),
    reload: async () => {
      held = await load(deps, held.signers);
    },
  };
}

async function load(
  { dataDir, aside, onMismatch }: SignerFilesDeps,
  known: readonly Signer[],
): Promise<Held> {
  // The next key first: it becomes the current one by a rename, and must not be missed in between.
  const next = await readNextKey(dataDir);
  const key = await readSigningKey(dataDir);
  if (key === undefined) throw noKey(dataDir);
  const signerOf = (one: SigningKey): Signer =>
    known.find(({ keyId }) => keyId === one.keyId) ??
    createSigner({ key: one, ...(aside && { aside }), ...(onMismatch && { onMismatch }) });
  const signers = (next === undefined ? [key] : [key, next]).map(signerOf);
  // A rotation begins chains with the next key: the old one is retired already.
  const current = signers.at(-1) ?? signerOf(key);
  return { signers, current };
}

export function noKey(dataDir: string): AgentError {
  return new AgentError('key_unusable', `There is no signing key under ${dataDir}: run init, or restore it`);
}
