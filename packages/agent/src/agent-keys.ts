// The keys that sign rows, as files under DATA_DIR/keys: the current one, and during a rotation the next one.
import { rename } from 'node:fs/promises';
import path from 'node:path';
import {
  AuditError,
  generateSigningKey,
  signingKeyFromPem,
  signingKeyToPem,
  type SigningKey,
} from '@governance-agent/audit-core';
import { ensureKeyFile, readKeyFile } from './access/key-file.ts';
import { AgentError } from './errors.ts';

type Made = Promise<{ readonly key: SigningKey; readonly created: boolean }>;

export function keysDirectory(dataDir: string): string {
  return path.join(dataDir, 'keys');
}

function signingKeyPath(dataDir: string): string {
  return path.join(keysDirectory(dataDir), 'row-signing.pem');
}

function nextKeyPath(dataDir: string): string {
  return path.join(keysDirectory(dataDir), 'row-signing.next.pem');
}

/** Reads the signing key, or makes it. Throws AgentError `key_unusable`. */
export function ensureSigningKey(dataDir: string): Made {
  return ensure(signingKeyPath(dataDir));
}

/** The signing key if there is one: who only reads must not make a key. */
export function readSigningKey(dataDir: string): Promise<SigningKey | undefined> {
  return read(signingKeyPath(dataDir));
}

/** The key that a rotation is going over to, made when none is under way. Throws AgentError `key_unusable`. */
export function ensureNextKey(dataDir: string): Made {
  return ensure(nextKeyPath(dataDir));
}

/** The key that a rotation under way is going over to. */
export function readNextKey(dataDir: string): Promise<SigningKey | undefined> {
  return read(nextKeyPath(dataDir));
}

/** The next key becomes the current one; the old private key is gone with that. */
export async function promoteNextKey(dataDir: string): Promise<void> {
  await rename(nextKeyPath(dataDir), signingKeyPath(dataDir));
}

/** Puts a signing key file that cannot be read out of the way; nothing is deleted. */
export async function setAsideSigningKey(dataDir: string, now: number): Promise<string> {
  const aside = `${signingKeyPath(dataDir)}.unusable-${now}`;
  await rename(signingKeyPath(dataDir), aside);
  return aside;
}

async function ensure(file: string): Made {
  const { text, created } = await ensureKeyFile(file, () => signingKeyToPem(generateSigningKey()));
  return { key: parse(file, text), created };
}

async function read(file: string): Promise<SigningKey | undefined> {
  const text = await readKeyFile(file);
  return text === undefined ? undefined : parse(file, text);
}

function parse(file: string, pem: string): SigningKey {
  try {
    return signingKeyFromPem(pem);
  } catch (error) {
    if (!(error instanceof AuditError)) throw error;
    throw new AgentError('key_unusable', `${file} is not an Ed25519 key in PEM form`, { cause: error });
  }
}
