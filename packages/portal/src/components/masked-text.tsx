// Text of a row, always as text: whoever typed it is not trusted. What was masked stands out.
import { maskedPieces } from '../format/masked.ts';

interface Props {
  readonly text: string;
  readonly redactions: Readonly<Record<string, number>>;
}

export function MaskedText({ text, redactions }: Props) {
  const pieces = maskedPieces(text, new Set(Object.keys(redactions)));
  return pieces.map(({ text: piece, entity }, index) =>
    entity === undefined ? (
      piece
    ) : (
      // Pieces of one text never change places.
      <mark key={index} className="entity" title={`Masked before it was stored: ${entity}`}>
        {piece}
      </mark>
    ),
  );
}
