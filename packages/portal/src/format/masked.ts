// Finds what the masker put in place of personal data: `[EMAIL]`, `[NIK]`, …
export interface Piece {
  readonly text: string;
  /** The entity that stood here; undefined for text as it was sent. */
  readonly entity: string | undefined;
}

const MARK = /\[([A-Z][A-Z0-9_]{1,63})\]/g;

/** `entities`: those the row says were masked. Brackets that somebody typed are not shown as masked. */
export function maskedPieces(text: string, entities: ReadonlySet<string>): readonly Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(MARK)) {
    const [mark, entity = ''] = match;
    if (!entities.has(entity)) continue;
    if (match.index > end) pieces.push({ text: text.slice(end, match.index), entity: undefined });
    pieces.push({ text: mark, entity });
    end = match.index + mark.length;
  }
  if (end < text.length) pieces.push({ text: text.slice(end), entity: undefined });
  return pieces;
}
