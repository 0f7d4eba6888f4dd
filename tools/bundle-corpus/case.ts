// One case of the corpus: a file, what the verifier holds, and what it has to say.
import type { Kind } from '../../verifiers/node/verify-bundle.mjs';
import { base64, KEYS } from './chains.ts';

export interface Expected {
  readonly verdict: 'verified' | 'unverifiable' | 'broken' | 'usage';
  readonly findings?: readonly { readonly seq: number; readonly kind: Kind }[];
  readonly rows?: number;
  readonly erased?: number;
  readonly withheld?: number;
  readonly layer?: 'internal' | 'anchored';
  readonly compromised?: readonly number[];
}

export interface CorpusCase {
  readonly name: string;
  readonly says: string;
  readonly bytes: Uint8Array;
  /** base64 raw public keys */
  readonly keys: readonly string[];
  readonly checkpoints: readonly string[];
  readonly expected: Expected;
}

export const KEY_A = base64(KEYS.a.publicKey);
export const KEY_B = base64(KEYS.b.publicKey);
export const KEY_C = base64(KEYS.c.publicKey);
export const KEY_STRANGER = base64(KEYS.stranger.publicKey);

/** `7 seq, 8 link` as findings. */
export function findings(text: string): { seq: number; kind: Kind }[] {
  return text.split(', ').map((finding) => {
    const [seq = '', kind = ''] = finding.split(' ');
    return { seq: Number(seq), kind: kind as Kind };
  });
}
