// `usage --by …`: who, what and how much, from log events or from metrics.
import {
  readMetricUsage,
  readUsage,
  type Database,
  type MetricUsageRow,
  type UsageRow,
} from '@governance-agent/audit-core';
import { Command } from 'commander';
import { metricUsageQuery } from '../api/metric-query.ts';
import { SOURCE_PARAMETER, USAGE_PARAMETERS, usageQuery } from '../api/usage-query.ts';
import { settingsOf, withCommonOptions } from './common-options.ts';
import { print, printJson, say, type CommandIo } from './io.ts';
import { allTenantsOf, misuse } from './metric-tenants.ts';
import { reportQuery, withReportOptions, type ReportOptions } from './report-options.ts';
import { shorten, table } from './table.ts';
import { compareCommandUsage } from './usage-comparison.ts';
import { withReadStore } from './with-store.ts';

type Options = ReportOptions & { readonly by: string; readonly compare?: true } & Record<string, unknown>;

export function usageCommand(io: CommandIo): Command {
  const command = withCommonOptions(
    new Command('usage').description('prompts, tools, tokens and cost per group'),
  )
    .option(
      '--by <group>',
      'user, model, tool, day, session, plane, dataset, event, or an attribute key',
      'user',
    )
    .option('--bucket <size>', 'split every group by hour or day')
    .option('--source <source>', 'logs (the audit rows, the default) or metrics (the counters of the client)')
    .option('--compare', 'totals from logs beside totals from metrics, and the difference');
  return withReportOptions(command).action((options: Options) => run(io, options));
}

async function run(io: CommandIo, options: Options): Promise<void> {
  const parameters = { ...USAGE_PARAMETERS, ...SOURCE_PARAMETER };
  const parsed = reportQuery({ ...options, groupBy: options.by }, parameters);
  await withReadStore(await settingsOf(io, options), async (database) => {
    for (const tenant of await allTenantsOf(database, options)) {
      if (options.compare) await compareCommandUsage(io, database, tenant, parsed.query, options);
      else await report(io, database, tenant, parsed, options);
    }
  });
}

async function report(
  io: CommandIo,
  database: Database,
  tenant: string,
  { query, extras }: ReturnType<typeof reportQuery>,
  { json }: Options,
): Promise<void> {
  const found =
    extras['source'] === 'metrics'
      ? await readMetricUsage(database, tenant, metricUsageQuery(query, extras, misuse))
      : await readUsage(database, tenant, usageQuery(query, extras));
  if (json) {
    printJson(io, { tenant, ...found });
    return;
  }
  const more = found.truncated ? ' (there are more groups: raise --limit)' : '';
  say(io, `tenant ${tenant}, counted from ${found.source}${more}`);
  print(
    io,
    found.source === 'logs' ? usageTable(found.by, found.usage) : metricUsageTable(found.by, found.usage),
  );
}

export function usageTable(by: string, rows: readonly UsageRow[]): string {
  const head = ['prompts', 'tool calls', 'approved', 'rejected', 'errors', 'tokens', 'cost USD', 'sessions'];
  return groupedTable(by, rows, head, (row) => [
    row.prompts,
    row.tool_calls,
    row.approvals,
    row.rejections,
    row.errors,
    row.tokens_used,
    row.cost_usd.toFixed(4),
    row.sessions,
  ]);
}

function metricUsageTable(by: string, rows: readonly MetricUsageRow[]): string {
  const head = [
    'tokens',
    'cost USD',
    'sessions',
    'starts',
    'lines +',
    'lines -',
    'commits',
    'PRs',
    'active s',
  ];
  return groupedTable(by, rows, head, (row) => [
    row.tokens_used,
    row.cost_usd.toFixed(4),
    row.sessions,
    row.session_starts,
    row.lines_added,
    row.lines_removed,
    row.commits,
    row.pull_requests,
    (row.active_seconds_user + row.active_seconds_cli).toFixed(1),
  ]);
}

interface Grouped {
  readonly group: string | null;
  readonly bucket: string | null;
}

function groupedTable<Row extends Grouped>(
  by: string,
  rows: readonly Row[],
  head: readonly string[],
  cells: (row: Row) => (string | number)[],
): string {
  const bucketed = rows.some(({ bucket }) => bucket !== null);
  return table(
    [by, ...(bucketed ? ['from'] : []), ...head],
    rows.map((row) => [shorten(row.group ?? '(none)', 36), ...(bucketed ? [row.bucket] : []), ...cells(row)]),
  );
}
