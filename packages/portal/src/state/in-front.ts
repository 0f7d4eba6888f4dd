// Rows of the stream in front of those that a page of the feed listed.
interface Numbered {
  readonly seq: number;
}

/** @param fresh oldest first @param listed newest first @returns newest first, none twice */
export function inFront<T extends Numbered>(fresh: readonly T[], listed: readonly T[]): readonly T[] {
  return [...newerThan(fresh, listed[0]).toReversed(), ...listed];
}

/** Those that came behind a row; all of them where there is none. */
export function newerThan<T extends Numbered>(fresh: readonly T[], row: Numbered | undefined): readonly T[] {
  return row === undefined ? fresh : fresh.filter(({ seq }) => seq > row.seq);
}
