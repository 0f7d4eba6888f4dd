// What was seen since the last flush, per tenant and sender. Bounded whatever is sent: surplus names become `other`.
import { OTHER_SENDER } from './sender.ts';

/** Distinct senders of one tenant, here and in the table. */
export const MAX_SENDERS = 200;
/** Distinct names of one kind of one sender. */
export const MAX_NAMES = 40;
const MAX_SKEWS = 31;

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

/** A tally that more is added to. Each name stands in its counts once. */
interface OpenTally extends Writable<Omit<SenderTally, 'skews' | 'counts'>> {
  readonly skews: number[];
  readonly counts: Writable<NameCount>[];
}

type Writable<T> = { -readonly [Name in keyof T]: T[Name] };

export type Tallies = Map<string, Map<string, OpenTally>>;

/**
 * Adds in place: what is kept for seconds and made anew with every request outlives the quick collections of garbage, and
 * the slow ones hold up everybody.
 */
export function addTally(tallies: Tallies, tenant: string, sender: string, tally: SenderTally): void {
  const senders = tallies.get(tenant) ?? new Map<string, OpenTally>();
  if (senders.size === 0) tallies.set(tenant, senders);
  const name = senders.has(sender) || senders.size < MAX_SENDERS ? sender : OTHER_SENDER;
  const open = senders.get(name);
  if (open === undefined) senders.set(name, opened(tally));
  else add(open, tally);
}

export function sumOf(before: SenderTally | undefined, after: SenderTally): SenderTally {
  if (before === undefined) return after;
  const sum = opened(before);
  add(sum, after);
  return sum;
}

function opened(tally: SenderTally): OpenTally {
  return { ...tally, skews: [...tally.skews], counts: sumOfCounts(tally.counts) };
}

function add(open: OpenTally, tally: SenderTally): void {
  open.firstSeen = Math.min(open.firstSeen, tally.firstSeen);
  open.lastSeen = Math.max(open.lastSeen, tally.lastSeen);
  open.lastAcceptedAt = later(open.lastAcceptedAt, tally.lastAcceptedAt);
  open.requests += tally.requests;
  open.records += tally.records;
  open.duplicates += tally.duplicates;
  open.rejectedRecords += tally.rejectedRecords;
  open.rejectedRequests += tally.rejectedRequests;
  open.lastRejection = newer(open.lastRejection, tally.lastRejection);
  open.skews.push(...tally.skews);
  if (open.skews.length > MAX_SKEWS) open.skews.splice(0, open.skews.length - MAX_SKEWS);
  for (const count of tally.counts) addCount(open.counts, count);
}

/** Beyond the limit of its kind a name is `other`. */
function addCount(counts: Writable<NameCount>[], { kind, name, total, lastSeen }: NameCount): void {
  let names = 0;
  let other: Writable<NameCount> | undefined;
  for (const count of counts) {
    if (count.kind !== kind) continue;
    if (count.name === name) {
      addTo(count, total, lastSeen);
      return;
    }
    if (count.name === OTHER_SENDER) other = count;
    names += 1;
  }
  if (names < MAX_NAMES) counts.push({ kind, name, total, lastSeen });
  else if (other === undefined) counts.push({ kind, name: OTHER_SENDER, total, lastSeen });
  else addTo(other, total, lastSeen);
}

function addTo(count: Writable<NameCount>, total: number, lastSeen: number): void {
  count.total += total;
  count.lastSeen = Math.max(count.lastSeen, lastSeen);
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
