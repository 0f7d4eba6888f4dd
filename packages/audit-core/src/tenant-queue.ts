// Group commit: while one transaction of a tenant runs, the requests that arrive become the next one.
import type { ChainAccess, ChainQuery, Following, SealAside } from './chain-access.ts';
import { AuditError } from './errors.ts';
import type { AppendReceipt, Clock } from './ports.ts';
import type { PreparedRow } from './prepare-row.ts';
import { sealGroup, sealGroupAside, type SealedGroup } from './seal.ts';
import type { CheckpointInterval } from './seal-checkpoint.ts';
import type { SealedAhead } from './store/append-store.ts';
import { isDataError } from './store/data-error.ts';

/** A group this long keeps the event loop free in between and a transaction well under a second. */
const MAX_GROUP_ROWS = 512;

/** Fewer rows than this had better wait for others to join them. */
const WORTH_SEALING_AHEAD = 256;

export interface TenantQueue {
  push(rows: readonly PreparedRow[]): Promise<AppendReceipt>;
  /** Resolves when everything pushed so far was committed or rejected. */
  idle(): Promise<void>;
}

export interface TenantQueueDeps {
  readonly tenant: string;
  readonly chains: ChainAccess;
  readonly interval: CheckpointInterval;
  readonly clock: Clock;
}

interface Waiting {
  readonly rows: readonly PreparedRow[];
  readonly resolve: (receipt: AppendReceipt) => void;
  readonly reject: (error: AuditError) => void;
}

/** Requests that are committed together. */
interface Group {
  readonly requests: readonly Waiting[];
  readonly rows: readonly (readonly PreparedRow[])[];
  readonly query: ChainQuery;
  /** Once it is sealed while the group before it is landed. */
  ahead?: SealedAhead;
}

export function createTenantQueue(deps: TenantQueueDeps): TenantQueue {
  const waiting: Waiting[] = [];
  let next: Group | undefined;
  let running: Promise<void> | undefined;

  const takeNext = (): Group => {
    const group = next ?? groupOf(deps.tenant, takeRequests(waiting));
    next = undefined;
    return group;
  };
  const following = (): Group | undefined => {
    if (next !== undefined || rowsOf(waiting) < WORTH_SEALING_AHEAD) return undefined;
    next = groupOf(deps.tenant, takeRequests(waiting));
    return next;
  };
  const drain = async (): Promise<void> => {
    // One turn of the loop lets every request that has already arrived join the first group.
    await new Promise(setImmediate);
    while (next !== undefined || waiting.length > 0) {
      await commit(deps, takeNext(), following);
      // The answers go out before the next group begins.
      await new Promise(setImmediate);
    }
    running = undefined;
  };
  const push = (rows: readonly PreparedRow[]): Promise<AppendReceipt> =>
    new Promise((resolve, reject) => {
      waiting.push({ rows, resolve, reject });
      running ??= drain();
    });
  return { push, idle: async () => running };
}

function rowsOf(requests: readonly Waiting[]): number {
  return requests.reduce((sum, { rows }) => sum + rows.length, 0);
}

/** Whole requests only: a request is stored by one transaction or not at all. */
function takeRequests(waiting: Waiting[]): Waiting[] {
  let rows = 0;
  let taken = 0;
  for (const request of waiting) {
    rows += request.rows.length;
    if (taken > 0 && rows > MAX_GROUP_ROWS) break;
    taken += 1;
  }
  return waiting.splice(0, taken);
}

type FindFollowing = () => Group | undefined;

async function commit(deps: TenantQueueDeps, group: Group, following?: FindFollowing): Promise<void> {
  try {
    await commitTogether(deps, group, following);
  } catch (error) {
    // One request that the database refuses for what it holds must not take its neighbours down with it: nor those before it.
    if ((group.requests.length > 1 || following !== undefined) && isDataError(error))
      return commitOneByOne(deps, group);
    const refused = asAuditError(error);
    for (const { reject } of group.requests) reject(refused);
  }
}

async function commitOneByOne(deps: TenantQueueDeps, { requests }: Group): Promise<void> {
  for (const request of requests) await commit(deps, groupOf(deps.tenant, [request]));
}

async function commitTogether(
  deps: TenantQueueDeps,
  group: Group,
  following: FindFollowing = () => undefined,
): Promise<void> {
  const { chains, interval, clock } = deps;
  const sealed = await chains.write(
    group.query,
    (state, signer) => sealGroup({ signer, interval }, state, group.rows, clock.now()),
    { ahead: group.ahead, aside: sealAside(deps, group), following: () => sealAhead(deps, following()) },
  );
  group.requests.forEach(({ rows, resolve }, index) =>
    resolve(receipt(sealed, rows.length, sealed.appended[index] ?? 0)),
  );
}

function sealAside({ interval, clock }: TenantQueueDeps, { rows }: Group): SealAside {
  return (state, signer) => sealGroupAside({ signer, interval }, state, rows, clock.now());
}

function sealAhead(deps: TenantQueueDeps, group: Group | undefined): Following | undefined {
  if (group === undefined) return undefined;
  const keep = (ahead: SealedAhead): void => {
    group.ahead = ahead;
  };
  return { query: group.query, aside: sealAside(deps, group), keep };
}

function groupOf(tenant: string, requests: readonly Waiting[]): Group {
  const rows = requests.map((request) => request.rows);
  const bodies = rows.flat().map(({ body }) => body);
  const idempotencyKeys = bodies.map((body) => body.idempotency_key);
  const sessionIds = [...new Set(bodies.map((body) => body.session_id).filter((id) => id !== null))];
  return { requests, rows, query: { tenant, idempotencyKeys, sessionIds } };
}

function receipt({ head }: SealedGroup, offered: number, appended: number): AppendReceipt {
  return { appended, duplicates: offered - appended, head: { size: head.size, hash: head.head_hash } };
}

function asAuditError(cause: unknown): AuditError {
  if (cause instanceof AuditError) return cause;
  return new AuditError(
    'store_unavailable',
    'The store did not take the rows; nothing was stored. Send again.',
    { cause },
  );
}
