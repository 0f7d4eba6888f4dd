// One finished request as a tally.
import type { FinishedRequest } from '@governance-agent/otel-ingest';
import type { CountKind, NameCount, SenderTally } from './tally.ts';

/** @param reason why it was refused; ignored where it was accepted. @param now Unix milliseconds */
export function tallyRequest(request: FinishedRequest, reason: string, now: number): SenderTally {
  const { outcome, signal, protocol, encoding } = request;
  const count = (kind: CountKind, name: string, total = 1): NameCount => ({
    kind,
    name,
    total,
    lastSeen: now,
  });
  const seen = { firstSeen: now, lastSeen: now, requests: 1 };
  const how = [count('signal', signal), count('protocol', protocol), count('encoding', encoding)];
  if (!outcome.accepted) {
    const lastRejection = { at: now, reason, status: outcome.status };
    return {
      ...EMPTY,
      ...seen,
      rejectedRequests: 1,
      lastRejection,
      counts: [count('reason', reason), ...how],
    };
  }
  const { appended, duplicates, rejected, batch } = outcome;
  const per = (kind: CountKind, names: Readonly<Record<string, number>> = {}): NameCount[] =>
    Object.entries(names).map(([name, total]) => count(kind, name, total));
  return {
    ...EMPTY,
    ...seen,
    lastAcceptedAt: now,
    records: appended,
    duplicates,
    rejectedRecords: rejected,
    // A batch that is sent again is old by its nature.
    skews: batch === undefined || appended === 0 ? [] : [now - batch.newestClientMs],
    counts: [
      ...how,
      ...per('plane', batch?.planes),
      ...per('client', batch?.clients),
      ...(batch === undefined ? [] : [count('dataset', batch.dataset, appended + duplicates)]),
    ],
  };
}

const EMPTY = {
  lastAcceptedAt: null,
  records: 0,
  duplicates: 0,
  rejectedRecords: 0,
  rejectedRequests: 0,
  lastRejection: null,
  skews: [],
} as const;
