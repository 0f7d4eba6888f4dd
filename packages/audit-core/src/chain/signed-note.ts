// C2SP signed notes: text, a blank line, one line a signature. https://c2sp.org/signed-note
import { hash } from 'node:crypto';
import type { SignatureVerifier } from '../verify-signature.ts';

export interface NoteSignature {
  /** key name: printable, without spaces and `+` */
  readonly name: string;
  /** 4 bytes */
  readonly keyHash: Uint8Array;
  /** 64 bytes for Ed25519; other kinds of signature are carried, not judged */
  readonly signature: Uint8Array;
}

export interface SignedNote {
  /** ends with a newline; the bytes that are signed */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

/** The signature type byte of plain Ed25519. */
const ED25519 = 0x01;
const KEY_HASH_BYTES = 4;
/** The format asks verifiers to bound what they read and to take 16 signatures at least. */
const MAX_NOTE_LENGTH = 100_000;

const SIGNATURE_LINE = /^\u2014 ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/u;

/** Names an Ed25519 key of that name in a signature line, 4 bytes. */
export function noteKeyHash(name: string, publicKey: Uint8Array): Uint8Array {
  const input = Buffer.concat([Buffer.from(`${name}\n`, 'utf8'), Uint8Array.of(ED25519), publicKey]);
  return hash('sha256', input, 'buffer').subarray(0, KEY_HASH_BYTES);
}

export function formatNote({ text, signatures }: SignedNote): string {
  const lines = signatures.map(({ name, keyHash, signature }) => {
    const encoded = Buffer.concat([keyHash, signature]).toString('base64');
    return `\u2014 ${name} ${encoded}\n`;
  });
  return `${text}\n${lines.join('')}`;
}

/** Null for anything that is not exactly a signed note. */
export function parseNote(note: string): SignedNote | null {
  if (note.length > MAX_NOTE_LENGTH || !isNoteText(note)) return null;
  const blank = note.lastIndexOf('\n\n');
  if (blank < 0 || !note.endsWith('\n')) return null;
  const lines = note.slice(blank + 2, -1).split('\n');
  const signatures = lines.map(parseSignatureLine).filter((line) => line !== null);
  return signatures.length === lines.length ? { text: note.slice(0, blank + 1), signatures } : null;
}

// UTF-8 without control characters other than the newline.
function isNoteText(note: string): boolean {
  return note.isWellFormed() && Buffer.from(note, 'utf8').every((byte) => byte >= 0x20 || byte === 0x0a);
}

function parseSignatureLine(line: string): NoteSignature | null {
  const [, name = '', encoded = ''] = SIGNATURE_LINE.exec(line) ?? [];
  const bytes = Buffer.from(encoded, 'base64');
  if (bytes.length <= KEY_HASH_BYTES || bytes.toString('base64') !== encoded) return null;
  return { name, keyHash: bytes.subarray(0, KEY_HASH_BYTES), signature: bytes.subarray(KEY_HASH_BYTES) };
}

/** Whether the note carries this key's signature and every signature that claims to be this key's holds. */
export function isSignedBy(note: SignedNote, name: string, key: SignatureVerifier): boolean {
  const keyHash = noteKeyHash(name, key.publicKey);
  const own = note.signatures.filter(
    (line) => line.name === name && Buffer.compare(line.keyHash, keyHash) === 0,
  );
  const message = Buffer.from(note.text, 'utf8');
  return own.length > 0 && own.every(({ signature }) => key.verify(message, signature));
}
