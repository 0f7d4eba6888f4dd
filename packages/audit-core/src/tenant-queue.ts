// Group commit: while one transaction of a tenant runs, the requests that arrive become the next one.
import type { ChainAccess, ChainQuery } from './chain-access.ts';
import { AuditError } from './errors.ts';
import type { AppendReceipt, Clock } from './ports.ts';
import type { PreparedRow } from './prepare-row.ts';
import { sealGroup, sealGroupAside, type SealedGroup } from './seal.ts';
import type { CheckpointInterval } from './seal-checkpoint.ts';
import { isDataError } from './store/data-error.ts';

/** A group this long keeps the event loop free in between and a transaction well under a second. */
const MAX_GROUP_ROWS = 512;

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

export function createTenantQueue(deps: TenantQueueDeps): TenantQueue {
  const waiting: Waiting[] = [];
  let running: Promise<void> | undefined;

  const drain = async (): Promise<void> => {
    // One turn of the loop lets every request that has already arrived join the first group.
    await new Promise(setImmediate);
    while (waiting.length > 0) {
      await commit(deps, takeGroup(waiting));
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

/** Whole requests only: a request is stored by one transaction or not at all. */
function takeGroup(waiting: Waiting[]): Waiting[] {
  let rows = 0;
  let taken = 0;
  for (const request of waiting) {
    rows += request.rows.length;
    if (taken > 0 && rows > MAX_GROUP_ROWS) break;
    taken += 1;
  }
  return waiting.splice(0, taken);
}

async function commit(deps: TenantQueueDeps, group: readonly Waiting[]): Promise<void> {
  try {
    await commitTogether(deps, group);
  } catch (error) {
    // One request that the database refuses for what it holds must not take its neighbours down with it.
    if (group.length > 1 && isDataError(error)) return commitOneByOne(deps, group);
    const refused = asAuditError(error);
    for (const { reject } of group) reject(refused);
  }
}

async function commitOneByOne(deps: TenantQueueDeps, group: readonly Waiting[]): Promise<void> {
  for (const request of group) await commit(deps, [request]);
}

async function commitTogether(deps: TenantQueueDeps, group: readonly Waiting[]): Promise<void> {
  const { tenant, chains, interval, clock } = deps;
  const requests = group.map(({ rows }) => rows);
  const sealed = await chains.write(
    appendQuery(tenant, requests.flat()),
    (state, signer) => sealGroup({ signer, interval }, state, requests, clock.now()),
    (state, signer) => sealGroupAside({ signer, interval }, state, requests, clock.now()),
  );
  group.forEach(({ rows, resolve }, index) =>
    resolve(receipt(sealed, rows.length, sealed.appended[index] ?? 0)),
  );
}

function appendQuery(tenant: string, rows: readonly PreparedRow[]): ChainQuery {
  const idempotencyKeys = rows.map(({ body }) => body.idempotency_key);
  const sessionIds = [...new Set(rows.map(({ body }) => body.session_id).filter((id) => id !== null))];
  return { tenant, idempotencyKeys, sessionIds };
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
