// Says what arrives while the page is open: the first event, or why it was refused.
import { useState } from 'react';
import type { IngestHealth } from '../../api/ingest.ts';
import { count } from '../../format/numbers.ts';
import { arrivalBetween, type Arrival } from '../../state/arrival.ts';

export function ArrivalNotice({ health }: { readonly health: IngestHealth }) {
  // As it stood when the page was opened.
  const [before] = useState(health);
  const arrival = arrivalBetween(before, health);
  return (
    <div className="notice" role="status" aria-label="Arrivals">
      <p>{said(arrival)}</p>
      {arrival.refused.map(({ sender, reason, whatToDo }) => (
        <p key={`${sender} ${reason}`} className="check-bad">
          Refused: {reason.replaceAll('_', ' ')} ({sender}). {whatToDo}.
        </p>
      ))}
    </div>
  );
}

function said({ first, arrived, refused }: Arrival): string {
  const senders = arrived.map(({ sender }) => sender).join(', ');
  const stored = arrived.reduce((sum, one) => sum + one.stored, 0);
  if (arrived.length > 0)
    return first
      ? `First event arrived: telemetry comes from ${senders}, ${count(stored)} stored.`
      : `Telemetry arrives: ${count(stored)} stored since this page was opened, from ${senders}.`;
  return refused.length > 0
    ? 'Telemetry comes and is refused.'
    : 'Watching: nothing new since this page was opened.';
}
