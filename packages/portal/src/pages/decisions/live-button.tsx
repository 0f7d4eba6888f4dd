// Whether new rows show by themselves, and what is in the way where they do not.
import type { LiveState } from './use-feed.ts';

interface Props {
  readonly live: boolean;
  readonly onChange: (live: boolean) => void;
}

export function LiveButton({ live, onChange }: Props) {
  return (
    <button type="button" aria-pressed={live} className="live" onClick={() => onChange(!live)}>
      Live: {live ? 'on' : 'off'}
    </button>
  );
}

const SAID: Readonly<Record<LiveState, string>> = {
  off: 'New rows do not show by themselves.',
  paused: 'Paused while you read: close the open row, or leave the older ones, to see new rows.',
  connecting: 'Connecting…',
  open: 'New rows show by themselves.',
  reconnecting: 'The live connection broke. It goes on where it broke off; nothing is missed.',
  lost: 'There is no live connection. The page asks every 5 seconds instead.',
};

/** Always one line, so that nothing moves when it changes. */
export function LiveNote({ state }: { readonly state: LiveState }) {
  return (
    <p role="status" className={`live-note live-${state}`}>
      {SAID[state]}
    </p>
  );
}
