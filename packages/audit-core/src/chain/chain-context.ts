// What is known of a chain before its rows are walked. Plain data: it is handed to verification threads.
import { createSignatureVerifier, type SignatureVerifier } from '../verify-signature.ts';
import type { KeySchedule } from './key-schedule.ts';

export interface ChainContext {
  readonly tenant: string;
  /** null without a head to name it: envelopes cannot be judged then, and the missing head is the finding */
  readonly origin: string | null;
  /** null when no key was pinned: signatures are not judged then */
  readonly schedule: KeySchedule | null;
  /** whether every signature is checked, or the newest alone */
  readonly deep: boolean;
  /** the newest row of the walk */
  readonly newest: number;
}

/** The verifier of a base64 public key; null for bytes that are no key, or one that proves nothing. */
export type VerifierOf = (publicKey: string) => SignatureVerifier | null;

/** Makes each verifier once. */
export function createVerifierCache(): VerifierOf {
  const made = new Map<string, SignatureVerifier | null>();
  return (publicKey) => {
    const known = made.get(publicKey);
    if (known !== undefined) return known;
    const verifier = verifierOrNull(publicKey);
    made.set(publicKey, verifier);
    return verifier;
  };
}

// A key that a row names may be any bytes: that it is none is a fact about the row, not an error.
function verifierOrNull(publicKey: string): SignatureVerifier | null {
  try {
    return createSignatureVerifier(Buffer.from(publicKey, 'base64'));
  } catch {
    return null;
  }
}
