// Figures at a glance.
import type { ReactNode } from 'react';

export interface Tile {
  readonly name: string;
  readonly value: string;
  readonly note?: ReactNode;
}

export function Tiles({ tiles }: { readonly tiles: readonly Tile[] }) {
  return (
    <dl className="tiles">
      {tiles.map(({ name, value, note }) => (
        <div key={name} className="tile">
          <dt>{name}</dt>
          <dd className="tile-value">{value}</dd>
          {note !== undefined && <dd className="quiet">{note}</dd>}
        </div>
      ))}
    </dl>
  );
}
