// `usage --compare`: two tellings of one thing side by side, never added.
import { compareUsage, type Database } from '@governance-agent/audit-core';
import { metricFilters } from '../api/metric-query.ts';
import type { ReportQuery } from '../api/report-query.ts';
import { print, printJson, say, type CommandIo } from './io.ts';
import { misuse } from './metric-tenants.ts';
import { table } from './table.ts';

export async function compareCommandUsage(
  io: CommandIo,
  database: Database,
  tenant: string,
  query: ReportQuery,
  { json }: { readonly json?: true },
): Promise<void> {
  const comparison = await compareUsage(database, tenant, metricFilters(query, misuse));
  if (json) {
    printJson(io, { tenant, ...comparison });
    return;
  }
  say(io, `tenant ${tenant}: the same usage as log events and as metrics tell it`);
  const rows = comparison.figures.map(({ figure, logs, metrics, difference }) => [
    figure,
    logs,
    metrics,
    difference,
  ]);
  print(io, table(['figure', 'from logs', 'from metrics', 'difference'], rows));
}
