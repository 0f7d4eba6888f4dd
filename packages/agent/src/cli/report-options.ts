// Report filters as command line options, checked by the same rules as the API's parameters.
import type { Command } from 'commander';
import { FILTER_COLUMNS, readTenants, type Database } from '@governance-agent/audit-core';
import { parseReportQuery, type ExtraParameters, type ReportQuery } from '../api/report-query.ts';
import { AgentError } from '../errors.ts';
import type { CommonOptions } from './common-options.ts';

export interface ReportOptions extends CommonOptions {
  readonly tenant?: string;
  readonly attr?: readonly string[];
}

export function withReportOptions(command: Command): Command {
  command.option('--tenant <tenant>', 'one tenant; by default all of the store');
  for (const column of FILTER_COLUMNS) {
    command.option(`--${column.replaceAll('_', '-')} <value>`, `only this ${column.replaceAll('_', ' ')}`);
  }
  return command
    .option('--since <time>', 'date or RFC 3339 time, inclusive')
    .option('--until <time>', 'date or RFC 3339 time, exclusive')
    .option('--attr <key=value...>', 'only rows with this attribute')
    .option('--limit <count>', 'at most this many')
    .option('--cursor <cursor>', 'go on from a next_cursor; needs --tenant');
}

/** Throws AgentError `usage` that names every option that is wrong. */
export function reportQuery(
  options: ReportOptions & Readonly<Record<string, unknown>>,
  extras: ExtraParameters = {},
): { readonly query: ReportQuery; readonly extras: Readonly<Record<string, string>> } {
  const names = [...FILTER_COLUMNS, 'since', 'until', 'limit', 'cursor', ...Object.keys(extras)];
  const pairs = names.flatMap((name) => {
    const value = options[camel(name)];
    return typeof value === 'string' ? [[name, value] as const] : [];
  });
  const parsed = parseReportQuery([...pairs, ...(options.attr ?? []).map(attributePair)], extras);
  if ('problems' in parsed) throw new AgentError('usage', parsed.problems.join('\n'));
  if (parsed.query.cursor !== undefined && options.tenant === undefined) {
    throw new AgentError('usage', '--cursor needs --tenant');
  }
  return parsed;
}

/** The tenants a report covers. */
export function tenantsOf(database: Database, options: ReportOptions): Promise<readonly string[]> {
  return options.tenant === undefined ? readTenants(database.knex) : Promise.resolve([options.tenant]);
}

function camel(name: string): string {
  return name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
}

function attributePair(text: string): readonly [string, string] {
  const equals = text.indexOf('=');
  if (equals < 1) throw new AgentError('usage', '--attr takes key=value');
  return [`attr.${text.slice(0, equals)}`, text.slice(equals + 1)];
}
