// The digest that tells one series from another. Only the digest survives.
import { hash } from 'node:crypto';

/** base64url, 22 characters: the first 16 bytes of SHA-256. @param identity the raw, unmasked series in one form. */
export function metricIdentity(identity: string): string {
  return digest(identity);
}

/** The key of a series in the store: the same series in two datasets is two. */
export function seriesKey(dataset: string, identity: string): string {
  return digest(JSON.stringify([dataset, identity]));
}

function digest(text: string): string {
  return hash('sha256', text, 'buffer').subarray(0, 16).toString('base64url');
}
