// How long ago something was, with its time in the viewer's zone beneath and UTC on hover.
import { useContext } from 'react';
import { relativeTime } from '../format/relative-time.ts';
import { Now } from '../state/now.ts';
import { Time } from './time.tsx';

export function Ago({ at }: { readonly at: string | null }) {
  const now = useContext(Now);
  if (at === null) return <span className="quiet">never</span>;
  return (
    <span className="ago">
      {relativeTime(at, now)}
      <span className="quiet">
        <Time at={at} form="short" />
      </span>
    </span>
  );
}
