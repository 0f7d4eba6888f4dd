// Whose rows a read is about. It stands where every query begins, so that no report can leave it out.
import type { Knex } from 'knex';

/** Rows of the tenant whose `user_email` is exactly this: a claim of the client, as on the row. */
export interface OwnRows {
  readonly tenant: string;
  readonly userEmail: string;
}

/** All rows of a tenant, by its name, or those of one user in it. */
export type ReadScope = string | OwnRows;

export function tenantOf(scope: ReadScope): string {
  return typeof scope === 'string' ? scope : scope.tenant;
}

/** Keeps the rows of `table` that are in scope. Returns the query. */
export function whereInScope(
  query: Knex.QueryBuilder,
  scope: ReadScope,
  table: 'audit_logs' | 'metric_series',
): Knex.QueryBuilder {
  void query.where(`${table}.tenant`, tenantOf(scope));
  if (typeof scope !== 'string') void query.where(`${table}.user_email`, scope.userEmail);
  return query;
}
