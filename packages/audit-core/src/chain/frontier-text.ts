// The frontier as the store keeps it: size, space, base64 of the peaks one after the other, largest first.
import type { Frontier } from './merkle.ts';

const DIGEST_BYTES = 32;

export function formatFrontier({ size, peaks }: Frontier): string {
  return `${size} ${Buffer.concat(peaks).toString('base64')}`;
}

/** Null for text that no frontier is written as: an edited column is a finding, not a crash. */
export function parseFrontier(text: string): Frontier | null {
  const [, digits = '', encoded = ''] = /^(0|[1-9][0-9]{0,15}) ([A-Za-z0-9+/]*={0,2})$/.exec(text) ?? [];
  const size = Number(digits);
  const bytes = Buffer.from(encoded, 'base64');
  if (digits === '' || !Number.isSafeInteger(size) || bytes.toString('base64') !== encoded) return null;
  const peaks = split(bytes);
  return bytes.length === onesOf(size) * DIGEST_BYTES ? { size, peaks } : null;
}

function split(bytes: Buffer): Uint8Array[] {
  const count = Math.floor(bytes.length / DIGEST_BYTES);
  return Array.from({ length: count }, (_, index) =>
    bytes.subarray(index * DIGEST_BYTES, (index + 1) * DIGEST_BYTES),
  );
}

function onesOf(size: number): number {
  return size.toString(2).replaceAll('0', '').length;
}
