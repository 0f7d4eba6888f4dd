// SHA-256 in the three shapes the chain needs. One-shot `crypto.hash`: half the cost of `createHash`.
import { hash } from 'node:crypto';

/** RFC 6962 section 2.1: a leaf is hashed behind 0x00, so that it can never pass for an inner node. */
const LEAF_PREFIX = '\u0000';

/** `prev_hash` of the first row of a chain: 32 zero bytes, base64. */
export const GENESIS_HASH: string = Buffer.alloc(32).toString('base64');

/** SHA-256 as base64 with padding (44 characters). Text is hashed as UTF-8. */
export function sha256(data: string | Uint8Array): string {
  return hash('sha256', data, 'base64');
}

/** RFC 6962 leaf hash of an envelope, base64. */
export function leafHash(envelope: string): string {
  return sha256(LEAF_PREFIX + envelope);
}
