// Base58Check (Bitcoin and its relatives) and bech32 (BIP 173, BIP 350) checksums.
import { createHash } from 'node:crypto';

const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();

/** The 25 bytes of an address, or undefined. */
const decode = (text: string): Uint8Array | undefined => {
  let value = 0n;
  for (const char of text) {
    const digit = alphabet.indexOf(char);
    if (digit < 0) return undefined;
    value = value * 58n + BigInt(digit);
  }
  const hex = value.toString(16).padStart(50, '0');
  return hex.length === 50 ? Buffer.from(hex, 'hex') : undefined;
};

/** True when the last four bytes are the double SHA-256 of the others. */
export function base58CheckHolds(text: string): boolean {
  const bytes = decode(text);
  if (!bytes) return false;
  const check = sha256(sha256(bytes.subarray(0, 21)));
  return bytes.subarray(21).every((byte, i) => byte === check[i]);
}

const letters = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const generator = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];

const step = (check: number, value: number): number => {
  const top = check >>> 25;
  const next = ((check & 0x1ffffff) << 5) ^ value;
  return generator.reduce((sum, word, i) => (((top >>> i) & 1) === 1 ? sum ^ word : sum), next);
};

/** True when the checksum of `hrp1data` is that of bech32 or bech32m. */
export function bech32Holds(text: string): boolean {
  const at = text.lastIndexOf('1');
  const prefix = Array.from(text.slice(0, at), (char) => char.charCodeAt(0));
  const data = Array.from(text.slice(at + 1), (char) => letters.indexOf(char));
  if (at < 1 || data.includes(-1)) return false;
  const values = [...prefix.map((code) => code >> 5), 0, ...prefix.map((code) => code & 31), ...data];
  const check = values.reduce(step, 1);
  return check === 1 || check === 0x2bc830a3;
}
