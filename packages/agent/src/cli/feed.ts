// `feed`: the decisions, newest first.
import { readDecisions, type Database, type DecisionRecord } from '@governance-agent/audit-core';
import { Command } from 'commander';
import type { ReportQuery } from '../api/report-query.ts';
import { settingsOf, withCommonOptions } from './common-options.ts';
import { followFeed } from './follow-feed.ts';
import { print, printJson, say, type CommandIo } from './io.ts';
import { reportQuery, tenantsOf, withReportOptions, type ReportOptions } from './report-options.ts';
import { printable, shorten, table } from './table.ts';
import { withReadStore } from './with-store.ts';

type Options = ReportOptions & { readonly follow?: true } & Record<string, unknown>;

const HUMAN_LIMIT = 50;

export function feedCommand(io: CommandIo): Command {
  const command = withCommonOptions(new Command('feed').description('the decisions, newest first'));
  command.option('--follow', 'print decisions as they arrive until interrupted');
  return withReportOptions(command).action(async (options: Options) => {
    const { query } = reportQuery(options);
    await withReadStore(await settingsOf(io, options), async (database) => {
      if (options.follow) return follow(io, database, query, options);
      const tenants = await tenantsOf(database, options);
      for (const tenant of tenants) {
        await (options.json
          ? printRows(io, database, tenant, query)
          : printTable(io, database, tenant, query));
      }
      if (tenants.length === 0) say(io, 'no decisions yet');
    });
  });
}

async function follow(
  io: CommandIo,
  database: Database,
  query: ReportQuery,
  options: Options,
): Promise<void> {
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) io.process.on(signal, () => interrupted.abort());
  say(io, 'following; stop with Ctrl+C');
  await followFeed({
    database,
    query,
    tenants: () => tenantsOf(database, options),
    signal: interrupted.signal,
    emit: (decision) => {
      if (options.json) printJson(io, decision);
      else print(io, feedLine(decision));
    },
  });
}

/** Every row that matches, one a line, a page at a time: there is no silent limit for a program. */
async function printRows(
  io: CommandIo,
  database: Database,
  tenant: string,
  query: ReportQuery,
): Promise<void> {
  let left = query.limit ?? Infinity;
  let cursor = query.cursor;
  do {
    const limit = Math.min(left, 1000);
    const page = await readDecisions(database, tenant, { ...query, limit, ...(cursor && { cursor }) });
    for (const decision of page.decisions) printJson(io, decision);
    left -= page.decisions.length;
    cursor = page.next_cursor ?? undefined;
  } while (cursor !== undefined && left > 0);
}

async function printTable(
  io: CommandIo,
  database: Database,
  tenant: string,
  query: ReportQuery,
): Promise<void> {
  const page = await readDecisions(database, tenant, { limit: HUMAN_LIMIT, ...query });
  say(io, `tenant ${tenant}`);
  print(io, feedTable(page.decisions));
  if (page.next_cursor !== null) say(io, `more with --tenant ${tenant} --cursor ${page.next_cursor}`);
}

export function feedTable(decisions: readonly DecisionRecord[]): string {
  return table(
    ['seq', 'time', 'plane', 'event', 'decision', 'user', 'tool / model', 'content'],
    decisions.map((row) => [
      row.seq,
      row.occurred_at.slice(0, 19),
      row.plane,
      row.event,
      row.decision,
      row.user_email,
      row.tool_name ?? row.model,
      contentOf(row),
    ]),
  );
}

function feedLine(row: DecisionRecord): string {
  const { seq, tenant, occurred_at, plane, event, decision, user_email, tool_name, model } = row;
  const cells = [
    tenant,
    seq,
    occurred_at.slice(0, 19),
    plane,
    event,
    decision,
    user_email,
    tool_name ?? model,
  ];
  return printable([...cells, contentOf(row)].map((cell) => cell ?? '-').join('  '));
}

function contentOf({ content, content_state }: DecisionRecord): string {
  return content === null ? content_state : shorten(JSON.stringify(content), 60);
}
