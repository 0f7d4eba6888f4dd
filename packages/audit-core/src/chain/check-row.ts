// Checks one row against what was signed. Pure: a row and its chain's context.
import { bodyHash } from '../body.ts';
import { contentCommit, SALT_BYTES } from '../content.ts';
import { envelopeText, sessionLine } from '../envelope.ts';
import { leafHash } from '../hash.ts';
import type { SignatureVerifier } from '../verify-signature.ts';
import type { DetachedRow, StoredRow, WalkedRow } from './stored-row.ts';

/** Also what every row says when the chain's origin was changed. */
export const WRONG_ENVELOPE = 'an envelope column is not what was signed';
export const WRONG_BODY = 'a body column is not what was signed';
export const CONTENT_GONE = 'content is gone without an erasure row';
export const CONTENT_BACK = 'content that was erased is back';
export const DETACHED_BACK = 'a row that was detached is there';

/** The bytes that are hashed and signed. The session's line is given: a session has many rows. */
export function envelopeOf(row: StoredRow, origin: string, session = sessionLine(row.session_id)): string {
  return envelopeText(origin, session, row);
}

/** Whether the body's columns are those of `body_hash`. */
export function isBodyWhole(row: StoredRow): boolean {
  // A tampered column can hold what no writer would have sealed; that is a finding, not a crash.
  try {
    return bodyHash(row) === row.body_hash;
  } catch {
    return false;
  }
}

export function isEnvelopeWhole(row: Pick<WalkedRow, 'row_hash'>, envelope: string): boolean {
  return leafHash(envelope) === row.row_hash;
}

/** The signature over the row's envelope. Text that decodes to it but is not its encoding is an edited column. */
export function isSignatureWhole(row: StoredRow, envelope: string, key: SignatureVerifier): boolean {
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
export function contentFact({ content_commit, content_salt, content_text }: StoredRow): ContentFact {
  if (content_salt === null || content_text === null) return content_commit === null ? 'none' : 'gone';
  // Of any other length, bytes could move between salt and content and the commitment would still hold.
  const salt = Buffer.from(content_salt, 'base64');
  const isEncoding = salt.length === SALT_BYTES && salt.toString('base64') === content_salt;
  const matches = contentCommit({ salt: content_salt, content: content_text }) === content_commit;
  return matches && isEncoding ? 'whole' : 'changed';
}
