// Every row-signing key this agent ever had, by its public half: what its own auditors pin.
import path from 'node:path';
import { keyId, publicKeyFromPem, publicKeyToPem } from '@governance-agent/audit-core';
import { readKeyFile, replaceKeyFile } from '../access/key-file.ts';
import { keysDirectory, readNextKey, readSigningKey } from '../agent-keys.ts';
import { AgentError } from '../errors.ts';

/** `next`: a rotation to it is under way. `lost`: the private half is not here and no rotation retired it. */
export type KeyState = 'current' | 'next' | 'retired' | 'lost';

export interface KnownKey {
  readonly keyId: string;
  /** raw, 32 bytes */
  readonly publicKey: Uint8Array;
  readonly state: KeyState;
  /** Unix milliseconds, or null while it may sign */
  readonly retiredAt: number | null;
}

interface StoredKey {
  readonly key_id: string;
  /** SPKI PEM */
  readonly public_key: string;
  readonly retired_at: number | null;
}

/**
 * The agent's own public keys, retired ones first, the newest last. None of them comes from the store, so all of them
 * may be pinned. Throws AgentError `key_unusable`.
 */
export async function readKeyHistory(dataDir: string): Promise<KnownKey[]> {
  const [current, next] = [await readSigningKey(dataDir), await readNextKey(dataDir)];
  const stateOf = (id: string, retiredAt: number | null): KeyState => {
    if (id === current?.keyId) return 'current';
    if (id === next?.keyId) return 'next';
    return retiredAt === null ? 'lost' : 'retired';
  };
  const stored = (await readStored(dataDir)).map(knownOf);
  const held = [current, next].filter((key) => key !== undefined);
  const unlisted = held.filter((key) => stored.every(({ keyId: id }) => id !== key.keyId));
  return [
    ...stored,
    ...unlisted.map(({ publicKey, keyId: id }) => ({ keyId: id, publicKey, retiredAt: null })),
  ].map((key) => ({ ...key, state: stateOf(key.keyId, key.retiredAt) }));
}

/** What to pin for an agent's own store. */
export async function readPublicKeys(dataDir: string): Promise<Uint8Array[]> {
  return (await readKeyHistory(dataDir)).map(({ publicKey }) => publicKey);
}

/** Lists a key, so that it can still be pinned when its private half is lost. Idempotent. */
export async function recordKey(dataDir: string, publicKey: Uint8Array): Promise<void> {
  const stored = await readStored(dataDir);
  const id = keyId(publicKey);
  if (stored.some(({ key_id }) => key_id === id)) return;
  const key = { key_id: id, public_key: publicKeyToPem(publicKey), retired_at: null };
  await write(dataDir, [...stored, key]);
}

/** Keeps the first date. */
export async function recordRetirement(dataDir: string, id: string, now: number): Promise<void> {
  const stored = await readStored(dataDir);
  const retired = stored.map((key) =>
    key.key_id === id ? { ...key, retired_at: key.retired_at ?? now } : key,
  );
  await write(dataDir, retired);
}

function historyPath(dataDir: string): string {
  return path.join(keysDirectory(dataDir), 'history.json');
}

function write(dataDir: string, keys: readonly StoredKey[]): Promise<void> {
  return replaceKeyFile(historyPath(dataDir), `${JSON.stringify({ keys }, null, 2)}\n`);
}

async function readStored(dataDir: string): Promise<StoredKey[]> {
  const file = historyPath(dataDir);
  const text = await readKeyFile(file);
  if (text === undefined) return [];
  try {
    const value: unknown = JSON.parse(text);
    if (isHistory(value)) return [...value.keys];
  } catch {
    // Answered below, like any other file that is no history.
  }
  throw new AgentError(
    'key_unusable',
    `${file} is not a key history: restore it, or remove it to begin anew`,
  );
}

function knownOf({ key_id, public_key, retired_at }: StoredKey): Omit<KnownKey, 'state'> {
  return { keyId: key_id, publicKey: publicKeyFromPem(public_key), retiredAt: retired_at };
}

function isHistory(value: unknown): value is { readonly keys: readonly StoredKey[] } {
  return isRecord(value) && Array.isArray(value['keys']) && value['keys'].every(isStored);
}

function isStored(value: unknown): boolean {
  if (!isRecord(value) || typeof value['public_key'] !== 'string') return false;
  const { key_id, retired_at } = value;
  return matches(value['public_key'], key_id) && (retired_at === null || Number.isSafeInteger(retired_at));
}

function matches(pem: string, id: unknown): boolean {
  try {
    return keyId(publicKeyFromPem(pem)) === id;
  } catch {
    return false;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
