// Refused requests by reason, over all senders.
import type { IngestHealth } from '../api/ingest.ts';

export interface Refusal {
  readonly reason: string;
  readonly total: number;
  readonly lastSeen: string;
  readonly senders: readonly string[];
  readonly whatToDo: string;
}

/** The most frequent first. */
export function refusalsIn({ senders, what_to_do }: IngestHealth): Refusal[] {
  const counted = senders.flatMap(({ user_agent, reasons }) =>
    Object.entries(reasons).map(([reason, count]) => ({ reason, sender: user_agent, ...count })),
  );
  return [...Map.groupBy(counted, ({ reason }) => reason)]
    .map(([reason, counts]) => ({
      reason,
      total: counts.reduce((sum, { total }) => sum + total, 0),
      lastSeen:
        counts
          .map(({ last_seen }) => last_seen)
          .sort()
          .at(-1) ?? '',
      senders: counts.map(({ sender }) => sender),
      whatToDo: what_to_do[reason] ?? '',
    }))
    .sort((a, b) => b.total - a.total);
}
