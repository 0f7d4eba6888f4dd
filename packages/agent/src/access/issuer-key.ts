// The key that signs licences, and the public keys whose licences are believed.
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import path from 'node:path';
import { calculateJwkThumbprint, exportJWK } from 'jose';
import { AgentError } from '../errors.ts';
import { ensureKeyFile, readKeyFile } from './key-file.ts';

export interface IssuerKey {
  readonly privateKey: KeyObject;
  readonly keyId: string;
}

/** Public issuer keys by key id (RFC 7638 thumbprint). */
export type TrustedIssuers = ReadonlyMap<string, KeyObject>;

export function issuerKeyPath(dataDir: string): string {
  return path.join(dataDir, 'keys', 'licence-issuer.pem');
}

/** Reads the issuer's private key, made on first use. Throws AgentError `key_unusable`. */
export async function ensureIssuerKey(dataDir: string): Promise<IssuerKey> {
  const file = issuerKeyPath(dataDir);
  const { text } = await ensureKeyFile(file, () =>
    generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  );
  const privateKey = parse(file, () => createPrivateKey(text));
  return { privateKey, keyId: await issuerKeyId(createPublicKey(privateKey)) };
}

/** The issuer's key if there is one: who only looks must not make a key. */
export async function readIssuerKey(dataDir: string): Promise<IssuerKey | undefined> {
  const there = await readKeyFile(issuerKeyPath(dataDir));
  return there === undefined ? undefined : ensureIssuerKey(dataDir);
}

/**
 * The configured public keys (PEM texts or paths of PEM files), or else the public half of the local issuer key.
 * Throws AgentError `key_unusable` naming the entry that is no Ed25519 public key.
 */
export async function trustedIssuers(
  configured: readonly string[],
  dataDir: string,
): Promise<TrustedIssuers> {
  if (configured.length === 0) {
    const { privateKey, keyId } = await ensureIssuerKey(dataDir);
    return new Map([[keyId, createPublicKey(privateKey)]]);
  }
  const keys = await Promise.all(configured.map(publicKeyOf));
  return new Map(await Promise.all(keys.map(async (key) => [await issuerKeyId(key), key] as const)));
}

export async function issuerKeyId(publicKey: KeyObject): Promise<string> {
  return calculateJwkThumbprint(await exportJWK(publicKey));
}

async function publicKeyOf(entry: string, index: number): Promise<KeyObject> {
  const inline = entry.includes('-----BEGIN');
  const name = inline ? `LICENSE_PUBLIC_KEYS entry ${index + 1}` : entry;
  const pem = inline ? entry : await readKeyFile(entry);
  if (pem === undefined) throw new AgentError('key_unusable', `${name} does not exist`);
  return parse(name, () => createPublicKey(pem));
}

function parse(name: string, read: () => KeyObject): KeyObject {
  const key = attempt(read);
  if (key?.asymmetricKeyType === 'ed25519') return key;
  throw new AgentError('key_unusable', `${name} is not an Ed25519 key in PEM form`);
}

function attempt(read: () => KeyObject): KeyObject | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
