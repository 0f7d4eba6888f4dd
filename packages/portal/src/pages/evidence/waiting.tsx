// Work under way: what is known of how far it is, for how long, and the way out.
import { useEffect, useState } from 'react';

interface Props {
  readonly text: string;
  readonly done?: number;
  readonly total?: number | undefined;
  readonly cancel: () => void;
}

export function Waiting({ text, done, total, cancel }: Props) {
  const seconds = useSeconds();
  const isMeasured = done !== undefined && total !== undefined;
  return (
    <div className="waiting">
      <p role="status">{text}</p>
      {/* Without figures the bar says "under way" and no more. */}
      <progress aria-label={text} {...(isMeasured ? { value: Math.min(done, total), max: total } : {})} />
      <span className="quiet">{seconds} s</span>
      <button type="button" onClick={cancel}>
        Cancel
      </button>
    </div>
  );
}

function useSeconds(): number {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setSeconds((before) => before + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  return seconds;
}
