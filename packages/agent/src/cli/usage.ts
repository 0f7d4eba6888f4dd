// `usage --by …`: who, what and how much.
import { readUsage, type UsageRow } from '@governance-agent/audit-core';
import { Command } from 'commander';
import { USAGE_PARAMETERS, usageQuery } from '../api/usage-query.ts';
import { settingsOf, withCommonOptions } from './common-options.ts';
import { print, printJson, say, type CommandIo } from './io.ts';
import { reportQuery, tenantsOf, withReportOptions, type ReportOptions } from './report-options.ts';
import { shorten, table } from './table.ts';
import { withReadStore } from './with-store.ts';

type Options = ReportOptions & { readonly by: string } & Record<string, unknown>;

export function usageCommand(io: CommandIo): Command {
  const command = withCommonOptions(
    new Command('usage').description('prompts, tools, tokens and cost per group'),
  )
    .option(
      '--by <group>',
      'user, model, tool, day, session, plane, dataset, event, or an attribute key',
      'user',
    )
    .option('--bucket <size>', 'split every group by hour or day');
  return withReportOptions(command).action(async (options: Options) => {
    const { query, extras } = reportQuery({ ...options, groupBy: options.by }, USAGE_PARAMETERS);
    await withReadStore(await settingsOf(io, options), async (database) => {
      for (const tenant of await tenantsOf(database, options)) {
        const report = await readUsage(database, tenant, usageQuery(query, extras));
        if (options.json) printJson(io, { tenant, ...report });
        else say(io, `tenant ${tenant}${report.truncated ? ' (there are more groups: raise --limit)' : ''}`);
        if (!options.json) print(io, usageTable(report.by, report.usage));
      }
    });
  });
}

export function usageTable(by: string, rows: readonly UsageRow[]): string {
  const bucketed = rows.some(({ bucket }) => bucket !== null);
  const head = ['prompts', 'tool calls', 'approved', 'rejected', 'errors', 'tokens', 'cost USD', 'sessions'];
  return table(
    [by, ...(bucketed ? ['from'] : []), ...head],
    rows.map((row) => [
      shorten(row.group ?? '(none)', 36),
      ...(bucketed ? [row.bucket] : []),
      row.prompts,
      row.tool_calls,
      row.approvals,
      row.rejections,
      row.errors,
      row.tokens_used,
      row.cost_usd.toFixed(4),
      row.sessions,
    ]),
  );
}
