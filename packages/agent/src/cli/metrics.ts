// `metrics [--name …]`: which metrics there are, or one as series.
import {
  readMetricNames,
  readMetricSeries,
  type Database,
  type MetricNames,
  type MetricSeriesReport,
} from '@governance-agent/audit-core';
import { Command } from 'commander';
import { METRIC_PARAMETERS, metricSeriesQuery } from '../api/metric-query.ts';
import { settingsOf, withCommonOptions } from './common-options.ts';
import { print, printJson, say, type CommandIo } from './io.ts';
import { allTenantsOf, misuse } from './metric-tenants.ts';
import { reportQuery, withReportOptions, type ReportOptions } from './report-options.ts';
import { shorten, table } from './table.ts';
import { withReadStore } from './with-store.ts';

type Options = ReportOptions & { readonly name?: string; readonly by?: string } & Record<string, unknown>;

export function metricsCommand(io: CommandIo): Command {
  const command = withCommonOptions(
    new Command('metrics').description('metrics by name, or the points of one as series'),
  )
    .option('--name <name>', 'this metric, such as claude_code.token.usage')
    .option(
      '--by <group>',
      'user, model, tool, day, session, plane, dataset, or an attribute key; needs --name',
    )
    .option('--bucket <size>', 'split by hour or day; needs --name');
  return withReportOptions(command).action((options: Options) => run(io, options));
}

async function run(io: CommandIo, options: Options): Promise<void> {
  const parsed = reportQuery({ ...options, groupBy: options.by }, METRIC_PARAMETERS);
  if (options.name === undefined) assertNamesOnly(parsed);
  await withReadStore(await settingsOf(io, options), async (database) => {
    for (const tenant of await allTenantsOf(database, options)) {
      if (options.name === undefined) await list(io, database, tenant, parsed, options);
      else await show(io, database, tenant, parsed, options);
    }
  });
}

type Parsed = ReturnType<typeof reportQuery>;

/** A filter that is silently dropped shows more than was asked for. */
function assertNamesOnly({ query, extras }: Parsed): void {
  const { columns = {}, attributes = {}, limit: _limit, ...rest } = query;
  const others = Object.keys(columns).filter((name) => name !== 'dataset');
  const given = [...others, ...Object.keys(attributes), ...Object.keys(rest), ...Object.keys(extras)];
  if (given.length > 0) throw misuse('without --name only --tenant, --dataset and --limit apply');
}

async function list(
  io: CommandIo,
  database: Database,
  tenant: string,
  { query }: Parsed,
  { json }: Options,
): Promise<void> {
  const dataset = query.columns?.dataset;
  const found = await readMetricNames(database, tenant, {
    ...(dataset === undefined ? {} : { dataset }),
    ...(query.limit === undefined ? {} : { limit: query.limit }),
  });
  if (json) {
    printJson(io, { tenant, ...found });
    return;
  }
  say(io, `tenant ${tenant}${found.truncated ? ' (there are more: raise --limit)' : ''}`);
  print(io, namesTable(found));
}

async function show(
  io: CommandIo,
  database: Database,
  tenant: string,
  { query, extras }: Parsed,
  { json }: Options,
): Promise<void> {
  const report = await readMetricSeries(database, tenant, metricSeriesQuery(query, extras, misuse));
  if (json) {
    printJson(io, { tenant, ...report });
    return;
  }
  say(io, `tenant ${tenant}${report.truncated ? ' (there are more rows: raise --limit)' : ''}`);
  print(io, seriesTable(report, extras['group_by']));
}

function namesTable({ metrics }: MetricNames): string {
  return table(
    ['name', 'unit', 'kind', 'temporality', 'dataset', 'series', 'last seen'],
    metrics.map((one) => [
      shorten(one.name, 60),
      one.unit,
      one.kind,
      one.kind === 'gauge' ? '' : one.temporality,
      one.dataset,
      one.series,
      one.last_seen,
    ]),
  );
}

function seriesTable({ rows }: MetricSeriesReport, by: string | undefined): string {
  const without = by === undefined ? '(all)' : '(none)';
  return table(
    [by ?? 'group', 'from', 'value', 'unit', 'count', 'min', 'max', 'points', 'series', 'is'],
    rows.map((row) => [
      shorten(row.group ?? without, 36),
      row.bucket,
      row.value,
      row.unit,
      row.count,
      row.min,
      row.max,
      row.points,
      row.series,
      `${row.kind}, ${row.aggregation}`,
    ]),
  );
}
