// Everybody a store has something of: chains, and metrics without one.
import { readMetricTenants, readTenants, type Database } from '@governance-agent/audit-core';

/** By name. Throws the driver's error, or AuditError `store_unavailable`. */
export async function readEveryTenant(database: Database): Promise<string[]> {
  const chains = await readTenants(database.knex);
  return [...new Set([...chains, ...(await readMetricTenants(database))])].sort();
}
