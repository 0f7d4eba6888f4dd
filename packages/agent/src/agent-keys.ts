// The key that signs rows: made on the first start, kept under DATA_DIR.
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

function signingKeyPath(dataDir: string): string {
  return path.join(dataDir, 'keys', 'row-signing.pem');
}

/** Reads the signing key, or makes it. Throws AgentError `key_unusable`. */
export async function ensureSigningKey(
  dataDir: string,
): Promise<{ readonly key: SigningKey; readonly created: boolean }> {
  const file = signingKeyPath(dataDir);
  const { text, created } = await ensureKeyFile(file, () => signingKeyToPem(generateSigningKey()));
  return { key: parse(file, text), created };
}

/** The signing key if there is one: who only reads must not make a key. */
export async function readSigningKey(dataDir: string): Promise<SigningKey | undefined> {
  const file = signingKeyPath(dataDir);
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
