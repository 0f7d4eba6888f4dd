// The rows that came since a point: what they are, not what they say.
import {
  ADMINISTRATION_PLANE,
  MAX_PAGE,
  readDecisions,
  readTenants,
  type Database,
} from '@governance-agent/audit-core';

export interface ArrivedRows {
  /** At most 1000 of a tenant are looked at. */
  readonly count: number;
  readonly tenants: Readonly<Record<string, number>>;
  readonly planes: Readonly<Record<string, number>>;
  readonly events: Readonly<Record<string, number>>;
  readonly datasets: Readonly<Record<string, number>>;
  readonly content: Readonly<Record<string, number>>;
  /** Replacements by entity. */
  readonly masked: Readonly<Record<string, number>>;
}

/** The seq of the newest row, by tenant. */
export type NewestRows = ReadonlyMap<string, number>;

export async function newestRows(database: Database, tenant: string | undefined): Promise<NewestRows> {
  const newest = new Map<string, number>();
  for (const name of tenant === undefined ? await readTenants(database.knex) : [tenant]) {
    const { decisions } = await readDecisions(database, name, { limit: 1 });
    newest.set(name, decisions[0]?.seq ?? 0);
  }
  return newest;
}

/** Rows newer than `newest`; of a tenant that is not in there, all. What operators did has not arrived. */
export async function arrivedRows(
  database: Database,
  tenants: ReadonlySet<string>,
  newest: NewestRows,
): Promise<ArrivedRows> {
  const counts = { tenants: {}, planes: {}, events: {}, datasets: {}, content: {}, masked: {} };
  let count = 0;
  for (const name of tenants) {
    const { decisions } = await readDecisions(database, name, { limit: MAX_PAGE });
    const last = newest.get(name) ?? 0;
    for (const row of decisions) {
      if (row.seq <= last || row.plane === ADMINISTRATION_PLANE) continue;
      count += 1;
      add(counts.tenants, name);
      add(counts.planes, row.plane);
      add(counts.events, row.event);
      add(counts.datasets, row.dataset);
      add(counts.content, row.content_state);
      for (const [entity, times] of Object.entries(row.redactions)) add(counts.masked, entity, times);
    }
  }
  return { count, ...counts };
}

function add(counts: Record<string, number>, name: string, times = 1): void {
  counts[name] = (counts[name] ?? 0) + times;
}
