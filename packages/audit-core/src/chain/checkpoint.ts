// C2SP checkpoints: a tree's origin, size and root as a signed note. https://c2sp.org/tlog-checkpoint
import type { Signer } from '../signer.ts';
import type { SignatureVerifier } from '../verify-signature.ts';
import { formatNote, isSignedBy, noteKeyHash, parseNote, type SignedNote } from './signed-note.ts';

/** What a checkpoint states: this log had this many leaves and this root. */
export interface TreeHead {
  readonly origin: string;
  /** leaves = rows of the chain */
  readonly size: number;
  /** base64 RFC 6962 root, 32 bytes */
  readonly root: string;
}

export interface Checkpoint extends TreeHead {
  readonly signed: SignedNote;
}

/** The text that is signed: three lines, each ended by a newline. */
export function checkpointText({ origin, size, root }: TreeHead): string {
  return `${origin}\n${size}\n${root}\n`;
}

/** The signed note; the key's name is the origin, as C2SP asks. @throws AuditError `signing_failed`. */
export function signCheckpoint(signer: Signer, head: TreeHead): string {
  const text = checkpointText(head);
  const signature = signer.sign(Buffer.from(text, 'utf8'));
  const keyHash = noteKeyHash(head.origin, signer.publicKey);
  return formatNote({ text, signatures: [{ name: head.origin, keyHash, signature }] });
}

const TEXT = /^([^\n]+)\n(0|[1-9][0-9]{0,15})\n([A-Za-z0-9+/]{43}=)\n(?:[^\n]+\n)*$/;

/** Reads a note; null unless it is a checkpoint. Says nothing about its signatures: see `verifyCheckpoint`. */
export function parseCheckpoint(note: string): Checkpoint | null {
  const signed = parseNote(note);
  const [, origin = '', digits = '', root = ''] = TEXT.exec(signed?.text ?? '') ?? [];
  const size = Number(digits);
  if (signed === null || origin === '' || !Number.isSafeInteger(size)) return null;
  return Buffer.from(root, 'base64').toString('base64') === root ? { origin, size, root, signed } : null;
}

/** The checkpoint, when it is this log's and signed by this key; else null. The origin comes from the verifier. */
export function verifyCheckpoint(note: string, origin: string, key: SignatureVerifier): Checkpoint | null {
  const checkpoint = parseCheckpoint(note);
  if (checkpoint === null || checkpoint.origin !== origin) return null;
  return isSignedBy(checkpoint.signed, origin, key) ? checkpoint : null;
}
