// Signs with libsodium where there is a build of it for this machine: a third less time than OpenSSL, the same bytes (RFC 8032).
import { sign as nativeSign, type KeyObject } from 'node:crypto';
import type sodiumNative from 'sodium-native';
import { SIGNATURE_BYTES } from './order.ts';

/** Writes the signature of a message into 64 bytes. */
export type SignInto = (signature: Uint8Array, message: Uint8Array) => void;

export type Sodium = typeof sodiumNative;

/** Undefined where there is no build for this machine. */
export async function loadSodium(): Promise<Sodium | undefined> {
  try {
    const { default: sodium } = await import('sodium-native');
    return sodium;
  } catch {
    return undefined;
  }
}

/** Makes what signs with a key; the last key is kept. */
export function createKeyring(sodium: Sodium | undefined): (key: KeyObject) => SignInto {
  let last: { readonly key: KeyObject; readonly sign: SignInto } | undefined;
  return (key) => {
    if (last?.key.equals(key) !== true) last = { key, sign: signerOf(sodium, key) };
    return last.sign;
  };
}

const VECTOR = Buffer.from('audit-row/v1 self-test\n');

/** OpenSSL signs where libsodium is not there, or does not sign as it does. */
function signerOf(sodium: Sodium | undefined, key: KeyObject): SignInto {
  const native: SignInto = (signature, message) => signature.set(nativeSign(null, message, key));
  const fast = sodium && sodiumSigner(sodium, key);
  return fast !== undefined && signs(fast).equals(signs(native)) ? fast : native;
}

function signs(sign: SignInto): Buffer {
  const signature = Buffer.alloc(SIGNATURE_BYTES);
  sign(signature, VECTOR);
  return signature;
}

/** The key stands in memory that is kept out of swap and of core dumps. */
function sodiumSigner(sodium: Sodium, key: KeyObject): SignInto {
  const pkcs8 = key.export({ format: 'der', type: 'pkcs8' });
  // RFC 8410 section 7: the seed comes last.
  const seed = pkcs8.subarray(-sodium.crypto_sign_SEEDBYTES);
  const secret = sodium.sodium_malloc(sodium.crypto_sign_SECRETKEYBYTES);
  const publicKey = Buffer.alloc(sodium.crypto_sign_PUBLICKEYBYTES);
  sodium.crypto_sign_seed_keypair(publicKey, secret, seed);
  pkcs8.fill(0);
  return (signature, message) =>
    sodium.crypto_sign_detached(bufferOver(signature), bufferOver(message), secret);
}

function bufferOver({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
