// Ed25519 keys (RFC 8032) as the house holds them: a 32-byte seed and its public key, PEM at the edges (RFC 8410).
import { createPrivateKey, createPublicKey, hash, randomBytes, type KeyObject } from 'node:crypto';
import { AuditError } from './errors.ts';

export interface SigningKey {
  readonly keyId: string;
  readonly seed: Uint8Array;
  readonly publicKey: Uint8Array;
}

/** Names a public key: first 16 bytes of its SHA-256, hex. */
export function keyId(publicKey: Uint8Array): string {
  return hash('sha256', publicKey, 'hex').slice(0, 32);
}

export function generateSigningKey(random: (size: number) => Uint8Array = randomBytes): SigningKey {
  return signingKeyFromSeed(random(32));
}

/** @throws AuditError `invalid_key` unless the seed has 32 bytes. */
export function signingKeyFromSeed(seed: Uint8Array): SigningKey {
  if (seed.length !== 32) throw new AuditError('invalid_key', 'An Ed25519 seed has 32 bytes.');
  const publicKey = rawPublicKey(createPublicKey(privateKeyObject(seed)));
  return { keyId: keyId(publicKey), seed: Uint8Array.from(seed), publicKey };
}

/** Reads a PKCS#8 PEM. @throws AuditError `invalid_key`. */
export function signingKeyFromPem(pem: string): SigningKey {
  const key = parse(() => createPrivateKey(pem), 'private');
  return signingKeyFromSeed(Buffer.from(key.export({ format: 'jwk' }).d ?? '', 'base64url'));
}

/** Writes a PKCS#8 PEM. Keep the file at mode 0600. */
export function signingKeyToPem(key: SigningKey): string {
  return privateKeyObject(key.seed).export({ type: 'pkcs8', format: 'pem' }).toString();
}

/** Reads an SPKI PEM into the 32 raw bytes. @throws AuditError `invalid_key`. */
export function publicKeyFromPem(pem: string): Uint8Array {
  return rawPublicKey(parse(() => createPublicKey(pem), 'public'));
}

export function publicKeyToPem(publicKey: Uint8Array): string {
  return publicKeyObject(publicKey).export({ type: 'spki', format: 'pem' }).toString();
}

export function privateKeyObject(seed: Uint8Array): KeyObject {
  return createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, seed]), format: 'der', type: 'pkcs8' });
}

/** @throws AuditError `invalid_key` unless these are the 32 bytes of an Ed25519 public key. */
export function publicKeyObject(publicKey: Uint8Array): KeyObject {
  const der = Buffer.concat([SPKI_PREFIX, publicKey]);
  return parse(() => createPublicKey({ key: der, format: 'der', type: 'spki' }), 'public');
}

// RFC 8410 section 7: the DER around 32 raw bytes never varies.
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

function rawPublicKey(key: KeyObject): Uint8Array {
  return Uint8Array.from(key.export({ type: 'spki', format: 'der' }).subarray(SPKI_PREFIX.length));
}

function parse(read: () => KeyObject, kind: 'private' | 'public'): KeyObject {
  let key: KeyObject;
  try {
    key = read();
  } catch (cause) {
    throw new AuditError('invalid_key', `Not a readable ${kind} key in PEM.`, { cause });
  }
  if (key.asymmetricKeyType === 'ed25519') return key;
  throw new AuditError('invalid_key', `The ${kind} key is not Ed25519.`);
}
