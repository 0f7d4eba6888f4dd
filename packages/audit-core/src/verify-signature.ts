// The one Ed25519 rule of every verifier: canonical key, neither it nor R of small order, S < L, cofactorless equation.
import { verify } from 'node:crypto';
import * as ed25519 from '@noble/ed25519';
import { AuditError } from './errors.ts';
import { keyId, publicKeyObject } from './keys.ts';
import { isSmallOrder } from './small-order.ts';

/** Verifies signatures of one pinned key. */
export interface SignatureVerifier {
  readonly keyId: string;
  readonly publicKey: Uint8Array;
  verify(message: Uint8Array, signature: Uint8Array): boolean;
}

/**
 * @throws AuditError `invalid_key` for a key that is not canonical or of small order: such a key has signatures
 * that verify for any message.
 */
export function createSignatureVerifier(publicKey: Uint8Array): SignatureVerifier {
  assertStrongKey(publicKey);
  const key = publicKeyObject(publicKey);
  return {
    keyId: keyId(publicKey),
    publicKey,
    // OpenSSL checks S < L and compares the encoding of SB - kA with R: cofactorless, and R must be canonical. Whether R
    // may be of small order differs between versions of Node, so that is not left to it.
    verify: (message, signature) =>
      signature.length === 64 &&
      !isSmallOrder(signature.subarray(0, 32)) &&
      verify(null, message, key, signature),
  };
}

function assertStrongKey(publicKey: Uint8Array): void {
  let strong: boolean;
  try {
    strong = !ed25519.Point.fromBytes(publicKey).isSmallOrder();
  } catch (cause) {
    throw new AuditError('invalid_key', 'The public key is not a canonical Ed25519 point.', { cause });
  }
  if (!strong) throw new AuditError('invalid_key', 'The public key is of small order: it proves nothing.');
}
