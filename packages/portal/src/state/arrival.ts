// What arrived between two looks at ingest health, as `setup --check` tells it.
import type { IngestHealth, SenderHealth } from '../api/ingest.ts';

export interface Arrived {
  readonly sender: string;
  /** Events and metric points that were new. */
  readonly stored: number;
  /** Those that were there already. */
  readonly duplicates: number;
}

export interface Refused {
  readonly sender: string;
  readonly reason: string;
  readonly whatToDo: string;
}

export interface Arrival {
  /** Whether nothing had ever been stored before. */
  readonly first: boolean;
  readonly arrived: readonly Arrived[];
  readonly refused: readonly Refused[];
}

export function arrivalBetween(before: IngestHealth, after: IngestHealth): Arrival {
  const known = new Map(before.senders.map((sender) => [sender.user_agent, sender]));
  const changes = after.senders.map((sender) => [known.get(sender.user_agent), sender] as const);
  return {
    first: before.senders.every(({ records }) => records === 0),
    arrived: changes.map(([old, sender]) => arrivedOf(old, sender)).filter(hasLanded),
    refused: changes.flatMap(([old, sender]) => refusedOf(old, sender, after.what_to_do)),
  };
}

function arrivedOf(before: SenderHealth | undefined, after: SenderHealth): Arrived {
  return {
    sender: after.user_agent,
    stored: after.records - (before?.records ?? 0),
    duplicates: after.duplicates - (before?.duplicates ?? 0),
  };
}

/** An empty export proves the credential, and nothing has arrived with it. */
function hasLanded({ stored, duplicates }: Arrived): boolean {
  return stored > 0 || duplicates > 0;
}

function refusedOf(
  before: SenderHealth | undefined,
  after: SenderHealth,
  advice: IngestHealth['what_to_do'],
): Refused[] {
  return Object.entries(after.reasons)
    .filter(([reason, { total }]) => total > (before?.reasons[reason]?.total ?? 0))
    .map(([reason]) => ({ sender: after.user_agent, reason, whatToDo: advice[reason] ?? '' }));
}
