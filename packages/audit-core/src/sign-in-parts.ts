// Signs a long list part by part, some parts ahead of whoever takes them: the next is signed while the last is stored.

/** Rows that take a few milliseconds to sign, and about as long to store. */
const PART_LENGTH = 128;

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
  const count = Math.ceil(list.length / PART_LENGTH);
  const begun: Promise<readonly U[]>[] = [];
  const beginUntil = (end: number): void => {
    for (let part = begun.length; part < Math.min(end, count); part += 1) {
      const signing = sign(list.slice(part * PART_LENGTH, (part + 1) * PART_LENGTH));
      // A group that is given up leaves parts that nobody takes.
      signing.catch(() => undefined);
      begun.push(signing);
    }
  };
  beginUntil(PARTS_AHEAD);
  return {
    async *[Symbol.asyncIterator]() {
      for (let part = 0; part < count; part += 1) {
        beginUntil(part + 1 + PARTS_AHEAD);
        const signed = begun[part];
        if (signed !== undefined) yield await signed;
      }
    },
  };
}
