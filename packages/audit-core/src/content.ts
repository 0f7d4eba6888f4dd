// Content stands beside its row behind a salted commitment: it can be erased and no proof breaks.
import type { JsonObject } from '@governance-agent/policy-engine';
import { canonicalJson } from './canonical.ts';
import { sha256 } from './hash.ts';
import type { RowContent } from './row.ts';

export const SALT_BYTES = 16;

/** The stored form of masked content. The salt keeps a short content from being guessed out of its commitment. */
export function sealContent(content: JsonObject, salt: Buffer): RowContent {
  return { salt: salt.toString('base64'), content: canonicalJson(content) };
}

/** base64 SHA-256(salt || canonical content), the body's `content_commit`. */
export function contentCommit({ salt, content }: RowContent): string {
  const start = Buffer.byteLength(salt, 'base64');
  const bytes = Buffer.allocUnsafe(start + Buffer.byteLength(content, 'utf8'));
  // Once for every content that is verified: what is written in place is not copied.
  const end = bytes.write(salt, 0, start, 'base64');
  return sha256(bytes.subarray(0, end + bytes.write(content, end, 'utf8')));
}
