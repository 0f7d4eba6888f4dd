// What happened between two looks at ingest health.
import type { CountsByName, SenderHealth } from './read-health.ts';

export interface SenderChange {
  readonly tenant: string | null;
  readonly user_agent: string;
  readonly accepted_requests: number;
  readonly records: number;
  readonly duplicates: number;
  readonly rejected_records: number;
  /** Rejected requests by reason. */
  readonly rejected: Readonly<Record<string, number>>;
  readonly clients: Readonly<Record<string, number>>;
  readonly datasets: Readonly<Record<string, number>>;
  readonly protocols: Readonly<Record<string, number>>;
  readonly signals: Readonly<Record<string, number>>;
}

/** Senders that did something in between; numbers are what was added. */
export function healthChanges(
  before: readonly SenderHealth[],
  after: readonly SenderHealth[],
): SenderChange[] {
  const known = new Map(before.map((sender) => [keyOf(sender), sender]));
  return after
    .map((sender) => changeOf(known.get(keyOf(sender)), sender))
    .filter(({ accepted_requests, rejected }) => accepted_requests > 0 || Object.keys(rejected).length > 0);
}

function changeOf(before: SenderHealth | undefined, after: SenderHealth): SenderChange {
  const added = (name: 'requests' | 'records' | 'duplicates' | 'rejected_records' | 'rejected_requests') =>
    after[name] - (before?.[name] ?? 0);
  return {
    tenant: after.tenant,
    user_agent: after.user_agent,
    accepted_requests: added('requests') - added('rejected_requests'),
    records: added('records'),
    duplicates: added('duplicates'),
    rejected_records: added('rejected_records'),
    rejected: countsAdded(before?.reasons, after.reasons),
    clients: countsAdded(before?.clients, after.clients),
    datasets: countsAdded(before?.datasets, after.datasets),
    protocols: countsAdded(before?.protocols, after.protocols),
    signals: countsAdded(before?.signals, after.signals),
  };
}

function countsAdded(before: CountsByName = {}, after: CountsByName): Readonly<Record<string, number>> {
  const added = Object.entries(after).map(
    ([name, { total }]) => [name, total - (before[name]?.total ?? 0)] as const,
  );
  return Object.fromEntries(added.filter(([, total]) => total > 0));
}

function keyOf({ tenant, user_agent }: SenderHealth): string {
  return JSON.stringify([tenant, user_agent]);
}
