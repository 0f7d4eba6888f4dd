// Bytes that came from another thread, as the decoders want them.

/** The same bytes: what was sent to a thread is no Buffer any more. */
export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
