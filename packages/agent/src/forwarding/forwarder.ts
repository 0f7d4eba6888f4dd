// Follows the chains for one destination: what is there goes out, what fails is tried again for as long as it takes.
import { setTimeout as pause } from 'node:timers/promises';
import {
  ADMINISTRATION_PLANE,
  readChainSizes,
  readRowsAfter,
  type ChainRow,
  type Clock,
  type Database,
} from '@governance-agent/audit-core';
import type { CursorStore } from './cursor-store.ts';
import type { Destination } from './destination.ts';
import { encodeRows } from './encode-rows.ts';
import type { ForwardReport } from './forward-report.ts';
import type { PostLogs } from './post-logs.ts';
import { mayGoOn } from './row-record.ts';
import { sendRows, type SendState, type Sent } from './send-rows.ts';

export interface ForwarderDeps {
  readonly destination: Destination;
  readonly database: Database;
  readonly cursors: CursorStore;
  readonly post: PostLogs;
  readonly report: ForwardReport;
  readonly clock: Clock;
  /** Who this agent is among others on one store. */
  readonly holder: string;
  readonly pauses: Pauses;
}

export interface Pauses {
  /** Between looks for rows that other processes wrote. */
  readonly pollMs: number;
  /** Lets rows gather: a request for each commit would cost more than the rows. */
  readonly gatherMs: number;
  /** After failures, doubled from the first to the longest. */
  readonly firstMs: number;
  readonly longestMs: number;
}

export interface Forwarder {
  start(): void;
  /** Some chain has new rows. */
  grew(): void;
  /** Lets the request under way come to an end for a moment, then cuts it; its rows are sent again by the next agent. */
  close(): Promise<void>;
}

const BATCH_ROWS = 512;
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

export function createForwarder(deps: ForwarderDeps): Forwarder {
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

/** One batch of every chain that has rows for the destination. */
async function look(deps: ForwarderDeps, state: SendState, stops: Stops): Promise<Round> {
  const { database, destination, cursors, report } = deps;
  if (!(await hold(deps))) {
    report.waiting(0);
    return 'idle';
  }
  const done = await cursors.cursors(destination.name);
  const behind = [...(await readChainSizes(database))].filter(
    ([tenant, size]) => isFor(destination, tenant) && size > (done.get(tenant) ?? 0),
  );
  report.waiting(behind.reduce((sum, [tenant, size]) => sum + size - (done.get(tenant) ?? 0), 0));
  let more = false;
  for (const [tenant] of behind) {
    const rows = await readRowsAfter(database, tenant, done.get(tenant) ?? 0, BATCH_ROWS);
    const sent = await sendChain(deps, state, stops, tenant, rows);
    if (sent === 'not_ours') return 'idle';
    if (sent !== 'all') return sent;
    more ||= rows.length === BATCH_ROWS;
  }
  return more ? 'more' : 'idle';
}

async function sendChain(
  deps: ForwarderDeps,
  state: SendState,
  { closing, cutting }: Stops,
  tenant: string,
  rows: readonly ChainRow[],
): Promise<Sent> {
  const { destination, cursors, post, report } = deps;
  const done = (seq: number): Promise<void> => cursors.advance(destination.name, tenant, seq);
  const sent = await sendRows(
    {
      encode: (batch) => encodeRows(batch, destination.content),
      post: (body) => post(body, cutting),
      hold: async () => !closing.aborted && (await hold(deps)),
      done,
      report,
      maxBatchBytes: BATCH_BYTES,
      maxSkipped: MAX_SKIPPED,
    },
    state,
    rows.filter(isTelemetry),
  );
  const last = rows.at(-1);
  // What is not sent on is dealt with, too.
  if (sent === 'all' && last !== undefined) await done(last.seq);
  return sent;
}

function hold({ cursors, destination, holder, clock }: ForwarderDeps): Promise<boolean> {
  const now = clock.now();
  return cursors.hold(destination.name, { holder, now, until: now + LEASE_MS });
}

/** Where the store is gone, the lease runs out by itself. */
async function release({ cursors, destination, holder }: ForwarderDeps): Promise<void> {
  await cursors.release(destination.name, holder).catch(() => undefined);
}

function isFor({ tenants }: Destination, tenant: string): boolean {
  return tenants?.includes(tenant) ?? true;
}

/** What operators did stays here: it is not telemetry. */
function isTelemetry(row: ChainRow): boolean {
  return row.plane !== ADMINISTRATION_PLANE && mayGoOn(row);
}

function backoff({ firstMs, longestMs }: Pauses, failures: number): number {
  const longest = Math.min(firstMs * 2 ** Math.min(failures - 1, 30), longestMs);
  return longest * (0.8 + Math.random() * 0.2);
}
