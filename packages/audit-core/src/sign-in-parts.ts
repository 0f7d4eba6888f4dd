// Signs a long list part by part, some parts ahead of whoever takes them: the next is signed while the last is stored.

/** The first part is short, so that storing begins at once. */
const FIRST_LENGTH = 32;

/** Storing a part takes longer than signing it: one that is longer by half is signed meanwhile. */
const GROWTH = 1.5;

/** Rows that take a few milliseconds to sign. */
const MOST_LENGTH = 128;

/** As many as keep the signing thread busy; what is asked for beyond them would only stand in the way of other chains. */
const PARTS_AHEAD = 4;

/**
 * @param sign signs one part; begun for the first parts at once, for each other as the parts before it are taken.
 * @returns the parts in order, as often as they are asked for; rejects where `sign` does.
 */
export function signInParts<T, U>(
  list: readonly T[],
  sign: (part: readonly T[]) => Promise<readonly U[]>,
): AsyncIterable<readonly U[]> {
  const bounds = partBounds(list.length);
  const begun: Promise<readonly U[]>[] = [];
  const beginUntil = (end: number): void => {
    for (let part = begun.length; part < Math.min(end, bounds.length); part += 1) {
      const signing = sign(list.slice(bounds[part - 1] ?? 0, bounds[part]));
      // A group that is given up leaves parts that nobody takes.
      signing.catch(() => undefined);
      begun.push(signing);
    }
  };
  beginUntil(PARTS_AHEAD);
  return { [Symbol.asyncIterator]: () => takeParts({ count: bounds.length, begun, beginUntil }) };
}

interface Parts<U> {
  readonly count: number;
  readonly begun: readonly Promise<readonly U[]>[];
  readonly beginUntil: (end: number) => void;
}

// Not within the function above: V8 keeps a generator that is made anew each time, and all that it sees, until the whole heap
// is collected, so that every row would outlive the quick collections.
async function* takeParts<U>({ count, begun, beginUntil }: Parts<U>): AsyncGenerator<readonly U[], void> {
  for (let part = 0; part < count; part += 1) {
    beginUntil(part + 1 + PARTS_AHEAD);
    const signed = begun[part];
    if (signed !== undefined) yield await signed;
  }
}

/** Where each part ends. */
function partBounds(length: number): number[] {
  const bounds: number[] = [];
  let size = FIRST_LENGTH;
  for (let end = 0; end < length; size = Math.min(MOST_LENGTH, Math.floor(size * GROWTH))) {
    end = Math.min(length, end + size);
    bounds.push(end);
  }
  return bounds;
}
