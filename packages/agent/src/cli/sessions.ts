// `sessions [ID]`: summaries, or one session as a timeline of turns.
import {
  readSession,
  readSessions,
  type Database,
  type SessionSummary,
  type SessionTimeline,
} from '@governance-agent/audit-core';
import { Command } from 'commander';
import type { ReportQuery } from '../api/report-query.ts';
import { AgentError } from '../errors.ts';
import { settingsOf, withCommonOptions } from './common-options.ts';
import { feedTable } from './feed.ts';
import { print, printJson, say, type CommandIo } from './io.ts';
import { reportQuery, tenantsOf, withReportOptions, type ReportOptions } from './report-options.ts';
import { shorten, table } from './table.ts';
import { withReadStore } from './with-store.ts';

type Options = ReportOptions & Record<string, unknown>;

export function sessionsCommand(io: CommandIo): Command {
  const command = withCommonOptions(
    new Command('sessions').description('session summaries, or one session as a timeline').argument('[id]'),
  );
  return withReportOptions(command).action(async (id: string | undefined, options: Options) => {
    const { query } = reportQuery(options);
    await withReadStore(await settingsOf(io, options), async (database) => {
      const tenants = await tenantsOf(database, options);
      await (id === undefined
        ? list(io, database, tenants, query, options)
        : show(io, database, tenants, id, options));
    });
  });
}

async function list(
  io: CommandIo,
  database: Database,
  tenants: readonly string[],
  query: ReportQuery,
  { json }: Options,
): Promise<void> {
  for (const tenant of tenants) {
    const { sessions, next_cursor } = await readSessions(database, tenant, query);
    if (json) for (const session of sessions) printJson(io, { tenant, ...session });
    else say(io, `tenant ${tenant}`);
    if (!json) print(io, sessionsTable(sessions));
    if (next_cursor !== null) say(io, `more with --tenant ${tenant} --cursor ${next_cursor}`);
  }
}

async function show(
  io: CommandIo,
  database: Database,
  tenants: readonly string[],
  id: string,
  { json }: Options,
): Promise<void> {
  for (const tenant of tenants) {
    const timeline = await readSession(database, tenant, id);
    if (timeline === null) continue;
    if (json) printJson(io, { tenant, ...timeline });
    else printTimeline(io, timeline);
    return;
  }
  throw new AgentError('not_found', 'There is no such session');
}

function printTimeline(io: CommandIo, { session, turns, next_cursor }: SessionTimeline): void {
  print(io, sessionsTable([session]));
  for (const turn of turns) {
    print(
      io,
      `turn ${turn.correlation_id ?? '(no prompt)'}  ${turn.started_at}  $${turn.cost_usd.toFixed(4)}`,
    );
    print(io, feedTable(turn.decisions));
  }
  if (next_cursor !== null) say(io, 'the session goes on; use --json or the API to page');
}

export function sessionsTable(sessions: readonly SessionSummary[]): string {
  return table(
    [
      'session',
      'plane',
      'user',
      'started',
      'turns',
      'events',
      'tool calls',
      'rejected',
      'errors',
      'tokens',
      'cost USD',
    ],
    sessions.map((row) => [
      row.session_id,
      row.plane,
      shorten(row.user ?? '', 30),
      row.started_at.slice(0, 19),
      row.turns,
      row.events,
      row.tool_calls,
      row.rejections,
      row.errors,
      row.tokens_used,
      row.cost_usd.toFixed(4),
    ]),
  );
}
