// What was seen since the last flush, per tenant and sender. Bounded whatever is sent: surplus names become `other`.
import { OTHER_SENDER } from './sender.ts';

/** Distinct senders of one tenant, here and in the table. */
export const MAX_SENDERS = 200;
/** Distinct names of one kind of one sender. */
export const MAX_NAMES = 40;
const MAX_SKEWS = 31;
/** More than the names of all kinds of one sender, so that adding up always makes room. */
const MAX_LOOSE_COUNTS = 512;

export type CountKind = 'reason' | 'client' | 'plane' | 'dataset' | 'protocol' | 'encoding' | 'signal';

export interface NameCount {
  readonly kind: CountKind;
  readonly name: string;
  readonly total: number;
  /** Unix milliseconds, like every time here. */
  readonly lastSeen: number;
}

export interface Rejection {
  readonly at: number;
  readonly reason: string;
  readonly status: number;
}

/** Sums of one sender over some time; adding two gives the sums of both. */
export interface SenderTally {
  readonly firstSeen: number;
  readonly lastSeen: number;
  readonly lastAcceptedAt: number | null;
  readonly requests: number;
  readonly records: number;
  readonly duplicates: number;
  readonly rejectedRecords: number;
  readonly rejectedRequests: number;
  readonly lastRejection: Rejection | null;
  /** Server time minus the newest client time of recent batches, milliseconds, oldest first. */
  readonly skews: readonly number[];
  readonly counts: readonly NameCount[];
}

export type Tallies = Map<string, Map<string, SenderTally>>;

/** Adds in place. */
export function addTally(tallies: Tallies, tenant: string, sender: string, tally: SenderTally): void {
  const senders = tallies.get(tenant) ?? new Map<string, SenderTally>();
  const name = senders.has(sender) || senders.size < MAX_SENDERS ? sender : OTHER_SENDER;
  senders.set(name, sumOf(senders.get(name), tally));
  tallies.set(tenant, senders);
}

export function sumOf(before: SenderTally | undefined, after: SenderTally): SenderTally {
  if (before === undefined) return after;
  return {
    firstSeen: Math.min(before.firstSeen, after.firstSeen),
    lastSeen: Math.max(before.lastSeen, after.lastSeen),
    lastAcceptedAt: later(before.lastAcceptedAt, after.lastAcceptedAt),
    requests: before.requests + after.requests,
    records: before.records + after.records,
    duplicates: before.duplicates + after.duplicates,
    rejectedRecords: before.rejectedRecords + after.rejectedRecords,
    rejectedRequests: before.rejectedRequests + after.rejectedRequests,
    lastRejection: newer(before.lastRejection, after.lastRejection),
    skews: [...before.skews, ...after.skews].slice(-MAX_SKEWS),
    counts: joined(before.counts, after.counts),
  };
}

/** Names are added up once in a while: doing so for every request would cost more than the rest of it. */
function joined(before: readonly NameCount[], after: readonly NameCount[]): readonly NameCount[] {
  const all = [...before, ...after];
  return all.length > MAX_LOOSE_COUNTS ? sumOfCounts(all) : all;
}

/** Every name once. */
export function settled(tallies: Tallies): Tallies {
  const settle = (senders: ReadonlyMap<string, SenderTally>): Map<string, SenderTally> =>
    new Map([...senders].map(([name, tally]) => [name, { ...tally, counts: sumOfCounts(tally.counts) }]));
  return new Map([...tallies].map(([tenant, senders]) => [tenant, settle(senders)]));
}

/** The middle of the recent skews: one batch that lay around for an hour says nothing about a clock. */
export function medianSkew({ skews }: Pick<SenderTally, 'skews'>): number | null {
  return skews.toSorted((a, b) => a - b)[Math.floor(skews.length / 2)] ?? null;
}

/** Joins equal names; beyond the limit of its kind a name is `other`. `known` names have their place already. */
export function sumOfCounts(
  counts: readonly NameCount[],
  known: ReadonlyMap<CountKind, ReadonlySet<string>> = new Map(),
): NameCount[] {
  const sums = new Map<string, NameCount>();
  const names = new Map<CountKind, Set<string>>();
  for (const count of counts) {
    const taken = names.get(count.kind) ?? new Set(known.get(count.kind));
    names.set(count.kind, taken);
    const name = taken.has(count.name) || taken.size < MAX_NAMES ? count.name : OTHER_SENDER;
    taken.add(name);
    const key = `${count.kind}\n${name}`;
    const before = sums.get(key);
    const lastSeen = Math.max(before?.lastSeen ?? 0, count.lastSeen);
    sums.set(key, { kind: count.kind, name, total: (before?.total ?? 0) + count.total, lastSeen });
  }
  return [...sums.values()];
}

function later(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other;
  return Math.max(one, other);
}

function newer(one: Rejection | null, other: Rejection | null): Rejection | null {
  if (one === null || other === null) return one ?? other;
  return one.at > other.at ? one : other;
}
