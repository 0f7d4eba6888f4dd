// What goes to a signing thread and what comes back: many messages as one buffer, for each transfer has its price.
import type { KeyObject } from 'node:crypto';

export interface SigningOrder {
  readonly key: KeyObject;
  /** The messages, one behind the other. */
  readonly bytes: Uint8Array;
  /** Where each of them ends. */
  readonly ends: Uint32Array;
}

/** 64 bytes a message, or undefined where it could not be signed. */
export interface SigningReport {
  readonly signatures: Uint8Array | undefined;
}

export const SIGNATURE_BYTES = 64;

export function packMessages(messages: readonly Uint8Array[]): Pick<SigningOrder, 'bytes' | 'ends'> {
  const ends = new Uint32Array(messages.length);
  let end = 0;
  messages.forEach((message, index) => {
    end += message.length;
    ends[index] = end;
  });
  const bytes = new Uint8Array(end);
  messages.forEach((message, index) => bytes.set(message, index === 0 ? 0 : ends[index - 1]));
  return { bytes, ends };
}

export function unpackSignatures(signatures: Uint8Array): Uint8Array[] {
  return Array.from({ length: signatures.length / SIGNATURE_BYTES }, (_, index) =>
    signatures.subarray(index * SIGNATURE_BYTES, (index + 1) * SIGNATURE_BYTES),
  );
}
