// Memory of large bodies, freed when it is known to be of no use any more.

/** From here on bytes have memory of their own; smaller ones may be a part of what other buffers use too. */
export const LARGE_BYTES = 1024 * 1024;

/**
 * Frees the memory of a large body at once; of a small one it does nothing. The collector of garbage sees a few bytes of
 * object where tens of mebibytes hang on: several bodies that are long over would wait for it. The bytes must not be used
 * any more, by native code neither. More than once does no harm.
 */
export function giveBack({ buffer }: Uint8Array): void {
  // What was handed to a thread is empty here.
  if (buffer instanceof ArrayBuffer && buffer.byteLength >= LARGE_BYTES) buffer.transfer(0);
}

/** The same of a piece of a body that was copied, where nobody else holds it: it must not be a part of a larger buffer. */
export function giveBackPiece({ buffer, byteLength }: Buffer): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) buffer.transfer(0);
}
