// Checks one row against what was signed. Pure: a row and what the row before left behind.
import { bodyHash } from '../body.ts';
import { contentCommit } from '../content.ts';
import { envelopeText, sessionLine } from '../envelope.ts';
import { leafHash } from '../hash.ts';
import type { SignatureVerifier } from '../verify-signature.ts';
import type { StoredRow } from './stored-row.ts';
import type { BreakKind } from './verdict.ts';

/** What the rows before this one promise about it. */
export interface Expected {
  readonly origin: string;
  readonly tenant: string;
  /** null after a gap: the row it should follow is missing */
  readonly prevHash: string | null;
  readonly notBefore: number;
  /** null after a gap: the missing rows may have counted */
  readonly sessionSeq: number | null;
}

/** Also what every row says when the chain's origin was changed. */
export const WRONG_ENVELOPE = 'an envelope column is not what was signed';

export interface Finding {
  readonly kind: BreakKind;
  readonly detail: string;
}

/** Everything but the signature: columns, content, link, order. Empty when the row is whole. */
export function verifyRow(row: StoredRow, expected: Expected): Finding[] {
  return [...verifyColumns(row, expected), ...verifyContent(row), ...verifyPosition(row, expected)];
}

/** The signature over the row's envelope, by a key the caller pinned. */
export function verifyRowSignature(
  row: StoredRow,
  origin: string,
  keys: ReadonlyMap<string, SignatureVerifier>,
): Finding[] {
  const key = keys.get(row.key_id);
  if (key === undefined) return [{ kind: 'signature', detail: 'signed by a key that is not pinned' }];
  const envelope = Buffer.from(envelopeOf(row, origin), 'utf8');
  const valid =
    key.verify(envelope, Buffer.from(row.signature, 'base64')) && isCanonicalBase64(row.signature);
  return valid ? [] : [{ kind: 'signature', detail: 'signature does not match the envelope' }];
}

function verifyColumns(row: StoredRow, { origin, tenant }: Expected): Finding[] {
  const findings: Finding[] = [];
  if (row.tenant !== tenant) findings.push({ kind: 'origin', detail: 'row of another tenant' });
  if (hashOrNull(() => bodyHash(row)) !== row.body_hash) {
    findings.push({ kind: 'column', detail: 'a body column is not what was signed' });
  }
  if (leafHash(envelopeOf(row, origin)) !== row.row_hash) {
    findings.push({ kind: 'column', detail: WRONG_ENVELOPE });
  }
  return findings;
}

function verifyContent({ content_commit, content_salt, content_text }: StoredRow): Finding[] {
  if (content_salt === null || content_text === null) {
    return content_commit === null
      ? []
      : [{ kind: 'content', detail: 'content is gone without an erasure row' }];
  }
  const matches = contentCommit({ salt: content_salt, content: content_text }) === content_commit;
  return matches && isCanonicalBase64(content_salt)
    ? []
    : [{ kind: 'content', detail: 'content is not what was signed' }];
}

function verifyPosition(row: StoredRow, { prevHash, notBefore, sessionSeq }: Expected): Finding[] {
  const findings: Finding[] = [];
  if (row.prev_hash !== prevHash)
    findings.push({ kind: 'link', detail: 'does not follow the row before it' });
  if (row.received_at < notBefore)
    findings.push({ kind: 'seq', detail: 'received before the row before it' });
  if (row.session_seq !== sessionSeq)
    findings.push({ kind: 'seq', detail: 'session counter does not follow' });
  return findings;
}

function envelopeOf(row: StoredRow, origin: string): string {
  return envelopeText(origin, sessionLine(row.session_id), row);
}

// Text that decodes to the right bytes but is not their encoding is still an edited column.
function isCanonicalBase64(text: string): boolean {
  return Buffer.from(text, 'base64').toString('base64') === text;
}

// A tampered column can hold what no writer would have sealed; that is a finding, not a crash.
function hashOrNull(compute: () => string): string | null {
  try {
    return compute();
  } catch {
    return null;
  }
}
