// The content of a row, masked parts marked, and where there is none: why.
import type { Decision } from '../../api/types.ts';
import { MaskedText } from '../../components/masked-text.tsx';
import { CONTENT_STATES, textOf } from '../../format/content.ts';

export function RowContent({ row }: { readonly row: Decision }) {
  const { content, content_state: state, redactions } = row;
  if (content === null) return <p className="quiet">{CONTENT_STATES[state]}</p>;
  return Object.entries(content).map(([name, value]) => (
    <figure key={name} className="content">
      <figcaption>{name}</figcaption>
      <pre>
        <MaskedText text={textOf(value)} redactions={redactions} />
      </pre>
    </figure>
  ));
}
