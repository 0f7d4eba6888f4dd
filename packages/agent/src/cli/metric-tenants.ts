// What commands over metrics share: their tenants, and their usage errors.
import { readMetricTenants, type Database } from '@governance-agent/audit-core';
import { AgentError } from '../errors.ts';
import { tenantsOf, type ReportOptions } from './report-options.ts';

/** The tenants a report covers, those that have metrics alone included. */
export async function allTenantsOf(database: Database, options: ReportOptions): Promise<readonly string[]> {
  const tenants = await tenantsOf(database, options);
  if (options.tenant !== undefined) return tenants;
  return [...new Set([...tenants, ...(await readMetricTenants(database))])].sort();
}

export function misuse(problem: string): AgentError {
  return new AgentError('usage', problem);
}
