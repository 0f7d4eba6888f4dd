// Ed25519 for browsers that offer none to this page (plain HTTP, older versions), by noble's points.
// noble's own `verify` multiplies by the cofactor and so says yes to crafted signatures that the house's rule refuses:
// here its points compute the equation of docs/formats/decision-chain.md, "Verifying one signature".
import { Point } from '@noble/ed25519';
import { sha512 } from '@noble/hashes/sha2.js';

const { n: L } = Point.CURVE();

/** For a key that is canonical and strong, and an R that is not of small order: the caller has seen to both. */
export function nobleVerify(key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  const encodedR = signature.subarray(0, 32);
  const s = littleEndian(signature.subarray(32));
  if (s >= L) return false;
  const k = littleEndian(sha512(joined(encodedR, key, message))) % L;
  const point = Point.BASE.multiplyUnsafe(s).add(Point.fromBytes(key).negate().multiplyUnsafe(k));
  return point.toBytes().every((byte, index) => byte === encodedR[index]);
}

function littleEndian(bytes: Uint8Array): bigint {
  return bytes.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
