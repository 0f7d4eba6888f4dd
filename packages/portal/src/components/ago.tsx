// How long ago something was, with its time in the viewer's zone beneath and UTC on hover.
import { relativeTime } from '../format/relative-time.ts';
import { Time } from './time.tsx';

interface Props {
  readonly at: string | null;
  /** Unix milliseconds: when what is shown was asked for. */
  readonly now: number;
}

export function Ago({ at, now }: Props) {
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
