// Puts a body together while it comes: to join its pieces at the end would take its size twice, and a pause.
import { giveBack, LARGE_BYTES } from '../load/give-back.ts';

export interface CollectedBytes {
  /** True where the chunk was copied. Throws RangeError beyond the size that a large collection was made for. */
  add(chunk: Buffer): boolean;
  whole(): Buffer;
  /** Gives up what was collected. */
  drop(): void;
}

/**
 * @param announced bytes that will come at most, 0 where that is not known.
 * @param most bytes that may come in any case: the caller sees to it.
 */
export function collectBytes(announced: number, most: number): CollectedBytes {
  if (announced >= LARGE_BYTES) return collectLarge(announced);
  let body = collectSmall();
  let size = 0;
  return {
    add(chunk) {
      // Room for the largest: what it will be is not known, and only what is written to counts.
      if (size < LARGE_BYTES && size + chunk.length >= LARGE_BYTES) body = enlarged(body, most);
      size += chunk.length;
      return body.add(chunk);
    },
    whole: () => body.whole(),
    drop: () => body.drop(),
  };
}

function collectSmall(): CollectedBytes {
  const chunks: Buffer[] = [];
  return {
    add(chunk) {
      chunks.push(chunk);
      return false;
    },
    whole: () => Buffer.concat(chunks),
    drop: () => void chunks.splice(0),
  };
}

function enlarged(small: CollectedBytes, most: number): CollectedBytes {
  const body = collectLarge(Math.max(most, LARGE_BYTES));
  body.add(small.whole());
  return body;
}

function collectLarge(room: number): CollectedBytes {
  // Memory that nobody has written to costs nothing: a size that is only announced takes no room.
  const body = Buffer.allocUnsafeSlow(room);
  let end = 0;
  return {
    add(chunk) {
      if (end + chunk.length > room) throw new RangeError('more bytes came than there is room for');
      end += chunk.copy(body, end);
      return true;
    },
    whole: () => body.subarray(0, end),
    drop: () => giveBack(body),
  };
}
