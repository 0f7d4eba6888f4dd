// `feed --follow`: prints decisions as they arrive, oldest first.
import { MAX_PAGE, readDecisions, type Database, type DecisionRecord } from '@governance-agent/audit-core';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ReportQuery } from '../api/report-query.ts';

export interface FollowDeps {
  readonly database: Database;
  readonly query: ReportQuery;
  /** Asked every time: a tenant may come while we watch. */
  readonly tenants: () => Promise<readonly string[]>;
  readonly emit: (decision: DecisionRecord) => void;
  readonly signal: AbortSignal;
  readonly intervalMs?: number;
}

/** Rows that are there when it begins are not printed. Resolves when the signal aborts. */
export async function followFeed(deps: FollowDeps): Promise<void> {
  const seen = new Map<string, number>();
  for (const tenant of await deps.tenants()) {
    const { decisions } = await readDecisions(deps.database, tenant, { limit: 1 });
    seen.set(tenant, decisions[0]?.seq ?? 0);
  }
  while (!deps.signal.aborted) {
    await pause(deps);
    for (const tenant of await deps.tenants()) {
      const fresh = await newerThan(deps, tenant, seen.get(tenant) ?? 0);
      for (const decision of fresh.toReversed()) deps.emit(decision);
      seen.set(tenant, fresh[0]?.seq ?? seen.get(tenant) ?? 0);
    }
  }
}

/** Newest first, page by page until a row is not new. */
async function newerThan(
  { database, query }: FollowDeps,
  tenant: string,
  seq: number,
): Promise<DecisionRecord[]> {
  const fresh: DecisionRecord[] = [];
  let cursor: string | undefined;
  do {
    const page = await readDecisions(database, tenant, {
      ...query,
      limit: MAX_PAGE,
      ...(cursor && { cursor }),
    });
    const newer = page.decisions.filter((decision) => decision.seq > seq);
    fresh.push(...newer);
    cursor = newer.length < page.decisions.length ? undefined : (page.next_cursor ?? undefined);
  } while (cursor !== undefined);
  return fresh;
}

async function pause({ signal, intervalMs = 1000 }: FollowDeps): Promise<void> {
  try {
    await sleep(intervalMs, undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
