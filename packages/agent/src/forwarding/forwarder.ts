// Follows one signal for one destination: what is there goes out, what fails is tried again for as long as it takes.
import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '@governance-agent/audit-core';
import type { CursorStore } from './cursor-store.ts';
import type { Destination } from './destination.ts';
import type { ForwardReport } from './forward-report.ts';
import type { PostBatch } from './post-batch.ts';
import { sendItems, type SendState, type Sent } from './send-items.ts';
import type { Page, Source } from './source.ts';

export interface ForwarderDeps<Item> {
  readonly destination: Pick<Destination, 'tenants' | 'from'>;
  readonly source: Source<Item>;
  /** Names cursor and lease. */
  readonly place: string;
  readonly cursors: CursorStore;
  readonly post: PostBatch;
  readonly report: ForwardReport;
  readonly clock: Clock;
  /** Who this agent is among others on one store. */
  readonly holder: string;
  readonly pauses: Pauses;
}

export interface Pauses {
  /** Between looks for what other processes wrote. */
  readonly pollMs: number;
  /** Lets them gather: a request for each commit would cost more than what is in it. */
  readonly gatherMs: number;
  /** After failures, doubled from the first to the longest. */
  readonly firstMs: number;
  readonly longestMs: number;
}

export interface Forwarder {
  /** Settles where a new place begins. Rejects when the store does. */
  open(): Promise<void>;
  start(): void;
  /** There is something new. */
  grew(): void;
  /** Lets the request under way come to an end for a moment, then cuts it; what is in it is sent again by the next agent. */
  close(): Promise<void>;
}

const BATCH_BYTES = 4 * 1024 * 1024;
const MAX_SKIPPED = 100;
/** Longer than any request takes. */
const LEASE_MS = 60_000;

/** Within what the agent gives it when it stops. */
const GRACE_MS = 200;

interface Stops {
  /** Nothing new is begun. */
  readonly closing: AbortSignal;
  /** What is under way ends. */
  readonly cutting: AbortSignal;
}

type Round = 'idle' | 'more' | Exclude<Sent, string>;

export function createForwarder<Item>(deps: ForwarderDeps<Item>): Forwarder {
  const { pauses, report } = deps;
  const [closing, cutting] = [new AbortController(), new AbortController()];
  const stops = { closing: closing.signal, cutting: cutting.signal };
  const state: SendState = { skipped: 0 };
  let waking = new AbortController();
  let running: Promise<void> | undefined;

  const rest = (milliseconds: number, signals: AbortSignal[]): Promise<unknown> =>
    pause(milliseconds, undefined, {
      signal: AbortSignal.any([closing.signal, ...signals]),
      ref: false,
    }).catch(() => undefined);
  const restAfter = async (failure: Exclude<Round, string>, failures: number): Promise<void> => {
    // The end cuts a request: that is no failure of the destination.
    if (closing.signal.aborted) return;
    report.failed(failure.reason);
    await rest(failure.afterMs ?? backoff(pauses, failures), []);
  };
  const work = async (): Promise<void> => {
    let failures = 0;
    while (!closing.signal.aborted) {
      const { signal } = (waking = new AbortController());
      const round = await look(deps, state, stops).catch((): Round => ({ reason: 'store' }));
      if (typeof round === 'string') failures = 0;
      if (round === 'idle') await rest(pauses.pollMs, [signal]).then(() => rest(pauses.gatherMs, []));
      if (typeof round !== 'string') await restAfter(round, (failures += 1));
    }
  };
  return {
    open: () => open(deps),
    start: () => void (running ??= work()),
    grew: () => waking.abort(),
    async close() {
      closing.abort();
      const timer = setTimeout(() => cutting.abort(), GRACE_MS);
      await running;
      clearTimeout(timer);
      await release(deps);
    },
  };
}

function open<Item>({ cursors, place, destination, source, clock }: ForwarderDeps<Item>): Promise<void> {
  const nothing = (): Promise<ReadonlyMap<string, number>> => Promise.resolve(new Map());
  return cursors.open(place, destination.from === 'now' ? () => source.newest() : nothing, clock.now());
}

/** One page of every tenant that has something for the destination. */
async function look<Item>(deps: ForwarderDeps<Item>, state: SendState, stops: Stops): Promise<Round> {
  const { source, destination, cursors, place, report } = deps;
  if (!(await hold(deps))) {
    report.waiting(0);
    return 'idle';
  }
  const done = await cursors.cursors(place);
  const behind = [...(await source.newest())]
    .map(([tenant, newest]) => ({ tenant, newest, after: done.get(tenant) ?? 0 }))
    .filter(({ tenant, newest, after }) => isFor(destination, tenant) && newest > after);
  report.waiting(behind.reduce((sum, { newest, after }) => sum + newest - after, 0));
  let more = false;
  for (const { tenant, newest, after } of behind) {
    const page = await source.page(tenant, after, newest);
    const sent = await sendPage(deps, state, stops, tenant, page);
    if (sent === 'not_ours') return 'idle';
    if (sent !== 'all') return sent;
    more ||= page.isFull;
  }
  return more ? 'more' : 'idle';
}

async function sendPage<Item>(
  deps: ForwarderDeps<Item>,
  state: SendState,
  { closing, cutting }: Stops,
  tenant: string,
  { items, through }: Page<Item>,
): Promise<Sent> {
  const { source, place, cursors, post, report } = deps;
  const done = (number: number): Promise<void> => cursors.advance(place, tenant, number);
  const sent = await sendItems(
    {
      source,
      post: (body) => post(body, cutting),
      hold: async () => !closing.aborted && (await hold(deps)),
      done,
      report,
      maxBatchBytes: BATCH_BYTES,
      maxSkipped: MAX_SKIPPED,
    },
    state,
    items,
  );
  // What is not sent on is dealt with, too.
  if (sent === 'all') await done(through);
  return sent;
}

function hold<Item>({ cursors, place, holder, clock }: ForwarderDeps<Item>): Promise<boolean> {
  const now = clock.now();
  return cursors.hold(place, { holder, now, until: now + LEASE_MS });
}

/** Where the store is gone, the lease runs out by itself. */
async function release<Item>({ cursors, place, holder }: ForwarderDeps<Item>): Promise<void> {
  await cursors.release(place, holder).catch(() => undefined);
}

function isFor({ tenants }: Pick<Destination, 'tenants'>, tenant: string): boolean {
  return tenants?.includes(tenant) ?? true;
}

function backoff({ firstMs, longestMs }: Pauses, failures: number): number {
  const longest = Math.min(firstMs * 2 ** Math.min(failures - 1, 30), longestMs);
  return longest * (0.8 + Math.random() * 0.2);
}
