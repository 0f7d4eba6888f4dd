// The envelope: eight lines of text, the bytes that are hashed, chained and signed. docs/formats/decision-chain.md
import { AuditError } from './errors.ts';
import { sha256 } from './hash.ts';
import type { RowPosition } from './row.ts';

export const ENVELOPE_VERSION = 'audit-row/v1';

/** A name of printable characters without spaces or `+`, as C2SP signed notes want it. */
const ORIGIN_PATTERN = /^[!-*,-~]{3,255}$/;

/**
 * The chain's name, `<agent name>/t/<random tenant uid>`.
 * @throws AuditError `invalid_origin`; an origin equal to the first line could pass for another record type.
 */
export function assertOrigin(origin: string): void {
  if (origin === ENVELOPE_VERSION || !ORIGIN_PATTERN.test(origin)) {
    throw new AuditError(
      'invalid_origin',
      'The chain origin must be 3-255 printable characters other than + and space.',
    );
  }
}

/** base64 SHA-256 of the session id, or `-`: a session can be proven complete without being named. */
export function sessionLine(sessionId: string | null): string {
  return sessionId === null ? '-' : sha256(sessionId);
}

/** Eight lines, each ended by a newline. */
export function envelopeText(origin: string, session: string, position: RowPosition): string {
  const { seq, received_at, session_seq, prev_hash, body_hash } = position;
  return `${ENVELOPE_VERSION}\n${origin}\n${seq}\n${received_at}\n${session}\n${session_seq}\n${prev_hash}\n${body_hash}\n`;
}
