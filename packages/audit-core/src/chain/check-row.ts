// Checks one row against what was signed. Pure: a row and its chain's context.
import { bodyHash } from '../body.ts';
import { contentCommit } from '../content.ts';
import { envelopeText, sessionLine } from '../envelope.ts';
import { leafHash, sha256 } from '../hash.ts';
import type { SignatureVerifier } from '../verify-signature.ts';
import { isRead, type DetachedRow, type StoredContent, type ThereRow, type WalkedRow } from './stored-row.ts';

/** Also what every row says when the chain's origin was changed. */
export const WRONG_ENVELOPE = 'an envelope column is not what was signed';
export const WRONG_BODY = 'a body column is not what was signed';
export const CONTENT_GONE = 'content is gone without an erasure row';
export const CONTENT_BACK = 'content that was erased is back';
export const DETACHED_BACK = 'a row that was detached is there';

/** The bytes that are hashed and signed. The session's line is given: a session has many rows. */
export function envelopeOf(row: ThereRow, origin: string, session = sessionLine(row.session_id)): string {
  return envelopeText(origin, session, row);
}

/** Whether the body's columns are those of `body_hash`. */
export function isBodyWhole(row: ThereRow): boolean {
  if (isRead(row)) return row.body !== null && sha256(row.body) === row.body_hash;
  // A tampered column can hold what no writer would have sealed; that is a finding, not a crash.
  try {
    return bodyHash(row) === row.body_hash;
  } catch {
    return false;
  }
}

export function isEnvelopeWhole(row: WalkedRow, envelope: string): boolean {
  if ('isSound' in row && !row.isSound) return false;
  return leafHash(envelope) === row.row_hash;
}

/** The signature over the row's envelope. Text that decodes to it but is not its encoding is an edited column. */
export function isSignatureWhole(row: ThereRow, envelope: string, key: SignatureVerifier): boolean {
  const signature = Buffer.from(row.signature, 'base64');
  return (
    signature.toString('base64') === row.signature && key.verify(Buffer.from(envelope, 'utf8'), signature)
  );
}

/** Of a detached row the envelope is all there is. True without an origin to judge it by. */
export function isDetachedWhole(row: DetachedRow, origin: string | null): boolean {
  return origin === null || isEnvelopeWhole(row, envelopeText(origin, row.session ?? '-', row));
}

export type ContentFact = 'none' | 'whole' | 'changed' | 'gone';

/** What is stored of the row's content, held against its commitment. */
export function contentFact({
  content_commit,
  content_salt,
  content_text,
}: StoredContent & Pick<ThereRow, 'content_commit'>): ContentFact {
  if (content_salt === null || content_text === null) return content_commit === null ? 'none' : 'gone';
  // What is stored is whatever the database gives back: the same bytes as a BLOB are not what was stored.
  if (!isText(content_text) || !SALT.test(content_salt)) return 'changed';
  const commit = contentCommit({ salt: content_salt, content: content_text });
  return commit === content_commit ? 'whole' : 'changed';
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}

/** base64 of 16 bytes. Of any other length, bytes could move between salt and content and the commitment would still hold. */
const SALT = /^[A-Za-z0-9+/]{21}[AQgw]==$/;
