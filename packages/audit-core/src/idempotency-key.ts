// The key that makes a record sent twice stored once: time-ordered, so that its index grows at one end.
import { hash } from 'node:crypto';

const MAX_U64 = 2n ** 64n - 1n;

/**
 * Client event time (8 bytes, hex) || first 16 bytes of SHA-256 over the raw identity (base64url): 38 characters.
 * @param eventTimeNs Unix nanoseconds; clamped to an unsigned 64-bit integer.
 * @param identity the raw, unmasked record in one deterministic form. Only its digest survives.
 */
export function idempotencyKey(eventTimeNs: bigint, identity: string | Uint8Array): string {
  const clamped = eventTimeNs < 0n ? 0n : eventTimeNs > MAX_U64 ? MAX_U64 : eventTimeNs;
  const digest = hash('sha256', identity, 'buffer').subarray(0, 16);
  return clamped.toString(16).padStart(16, '0') + digest.toString('base64url');
}
