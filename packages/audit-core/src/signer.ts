// Two signers with byte-equal output (RFC 8032): noble is the reference, native serves where the boot test agrees.
import { sign as nativeSign, type KeyObject } from 'node:crypto';
import * as ed25519 from '@noble/ed25519';
import { sha512 } from '@noble/hashes/sha2.js';
import { AuditError } from './errors.ts';
import { inSlices } from './in-slices.ts';
import { privateKeyObject, type SigningKey } from './keys.ts';

/** Signs envelope bytes. Ed25519 is deterministic: one key and one message have one signature. */
export interface Signer {
  readonly implementation: 'native' | 'noble';
  readonly keyId: string;
  readonly publicKey: Uint8Array;
  /** 64 bytes. @throws AuditError `signing_failed`; nothing may be stored then. */
  sign(message: Uint8Array): Uint8Array;
  /**
   * Signs many off the calling thread, signatures in the order of the messages. Rejects with AuditError `signing_failed`.
   * Left out: `signAll` signs one after the other on the calling thread.
   */
  signMany?(messages: readonly Uint8Array[]): Promise<readonly Uint8Array[]>;
}

/** Rejects with AuditError `signing_failed`. */
export async function signAll(
  signer: Signer,
  messages: readonly Uint8Array[],
): Promise<readonly Uint8Array[]> {
  if (signer.signMany !== undefined && messages.length > 1) return signer.signMany(messages);
  return inSlices(messages, (message) => signer.sign(message));
}

/** Signs many messages with one key off the calling thread; signatures in the order of the messages. */
export type SignAside = (key: KeyObject, messages: readonly Uint8Array[]) => Promise<readonly Uint8Array[]>;

export interface SignerDeps {
  readonly key: SigningKey;
  /** Where groups are signed. Default: one job a message on the threads of libuv. */
  readonly aside?: SignAside;
  /** Told when native output differs from the reference; noble serves from then on. */
  readonly onMismatch?: () => void;
}

/** The server's signer: native when one vector signed by both is equal, else the reference. */
export function createSigner({ key, aside, onMismatch }: SignerDeps): Signer {
  const reference = createNobleSigner(key);
  const native = createNativeSigner(key, aside);
  const vector = Buffer.from('audit-row/v1 self-test\n');
  if (Buffer.compare(native.sign(vector), reference.sign(vector)) === 0) return native;
  onMismatch?.();
  return reference;
}

/** The reference implementation; about 4,000 signatures a second, runs anywhere. */
export function createNobleSigner(key: SigningKey): Signer {
  // noble leaves SHA-512 to its user so that it has no dependency of its own.
  ed25519.hashes.sha512 ??= sha512;
  return signer('noble', key, (message) => ed25519.sign(message, key.seed));
}

/** OpenSSL through node:crypto with a cached key object; about 30,000 signatures a second. */
export function createNativeSigner(key: SigningKey, aside: SignAside = signOnLibuv): Signer {
  const privateKey = privateKeyObject(key.seed);
  return {
    ...signer('native', key, (message) => nativeSign(null, message, privateKey)),
    signMany: (messages) => aside(privateKey, messages),
  };
}

function signer(
  implementation: Signer['implementation'],
  key: SigningKey,
  raw: (message: Uint8Array) => Uint8Array,
): Signer {
  const { keyId, publicKey } = key;
  const sign = (message: Uint8Array): Uint8Array => {
    try {
      return raw(message);
    } catch (cause) {
      throw signingFailed(cause);
    }
  };
  return { implementation, keyId, publicKey, sign };
}

function signOnLibuv(privateKey: KeyObject, messages: readonly Uint8Array[]): Promise<readonly Uint8Array[]> {
  return Promise.all(messages.map((message) => signOne(privateKey, message)));
}

function signOne(privateKey: KeyObject, message: Uint8Array): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    nativeSign(null, message, privateKey, (cause, signature) => {
      if (cause === null) resolve(signature);
      else reject(signingFailed(cause));
    });
  });
}

function signingFailed(cause: unknown): AuditError {
  return new AuditError('signing_failed', 'The row could not be signed; nothing was stored.', { cause });
}
