// Where in the chain the rows of a period stand: the feed then walks from there, and not through all that came later.
import type { Knex } from 'knex';
import { ALL } from '../rollups/dimensions.ts';
import { hourFrom, hourWithin } from '../rollups/hour.ts';
import { readIsRolled } from '../store/rolled-head.ts';
import type { DecisionFilters } from './filters.ts';
import { tenantOf, type ReadScope } from './read-scope.ts';
import { clampMilliseconds } from './time.ts';

interface Window {
  readonly first: number | null;
  readonly newest: number | null;
}

/**
 * Bounds the numbers of a query for rows of a period by what the rollups know of its hours. Rows that came late make the
 * window wider, never wrong: the query's own bounds in time stay.
 */
export async function narrowByTime(
  query: Knex.QueryBuilder,
  knex: Knex,
  scope: ReadScope,
  { since, until }: DecisionFilters,
): Promise<void> {
  const tenant = tenantOf(scope);
  if (since === undefined && until === undefined) return;
  if (!(await readIsRolled(knex, tenant))) return;
  const { first, newest } = await windowOf(knex, tenant, since, until);
  void query.where('audit_logs.seq', '>=', first ?? 1).where('audit_logs.seq', '<=', newest ?? 0);
}

async function windowOf(
  knex: Knex,
  tenant: string,
  since: number | undefined,
  until: number | undefined,
): Promise<Window> {
  const hours = knex('usage_rollups').where({ tenant, dimension: ALL, hours: 1 });
  if (since !== undefined) void hours.where('start', '>=', hourWithin(clampMilliseconds(since)));
  if (until !== undefined) void hours.where('start', '<', hourFrom(clampMilliseconds(until)));
  const [found] = await hours.min({ first: 'first_seq' }).max({ newest: 'newest_seq' });
  return (found as Window | undefined) ?? { first: null, newest: null };
}
