// `erase`: removes stored content by user, session or age, and states it in the chain. Without --yes it only counts.
import { erase, type EraseReport, type ErasureSelector } from '@governance-agent/audit-core';
import { Command } from 'commander';
import { parseTime } from '../api/time.ts';
import { AgentError } from '../errors.ts';
import { readEveryTenant } from '../every-tenant.ts';
import { settingsOf, withCommonOptions, type CommonOptions } from './common-options.ts';
import { print, printJson, say, type CommandIo } from './io.ts';
import { table } from './table.ts';
import { withSigner } from './with-authority.ts';

interface Options extends CommonOptions {
  readonly user?: string;
  readonly session?: string;
  readonly before?: string;
  readonly tenant?: string;
  readonly reason: string;
  readonly yes?: true;
}

export function eraseCommand(io: CommandIo): Command {
  return withCommonOptions(new Command('erase').description('erase stored content; rows and proofs stay'))
    .option('--user <user>', 'e-mail, user id or account id, as the rows have it')
    .option('--session <id>', 'one session')
    .option('--before <time>', 'received before 2026-01-31 or an RFC 3339 time')
    .option('--tenant <tenant>', 'one tenant; by default all of the store')
    .requiredOption('--reason <text>', 'why; masked and stored with the erasure')
    .option('--yes', 'erase; without it, only count')
    .action(async (options: Options) => {
      const selector = selectorOf(options);
      const settings = await settingsOf(io, options);
      const dryRun = options.yes !== true;
      const erased = await withSigner(io, settings, options.reason, async (deps) => {
        const { tenant: only } = options;
        const tenants = only === undefined ? await readEveryTenant(deps.database) : [only];
        const common = { ...deps, selector, onHold: 'refuse' } as const;
        if (!dryRun) await assertNoHolds(tenants, (tenant) => erase({ ...common, tenant, dryRun: true }));
        const reports: EraseReport[] = [];
        for (const tenant of tenants) reports.push(await erase({ ...common, tenant, dryRun }));
        return reports;
      });
      showErased(io, erased, { dryRun, json: options.json === true });
    });
}

/** Over several tenants too, an erasure that a hold stands against erases nothing. */
async function assertNoHolds(
  tenants: readonly string[],
  count: (tenant: string) => Promise<EraseReport>,
): Promise<void> {
  const held: string[] = [];
  for (const tenant of tenants) {
    const { holds } = await count(tenant);
    held.push(...holds.map((hold) => `${tenant}: ${hold}`));
  }
  if (held.length === 0) return;
  throw new AgentError('legal_hold', `Nothing was erased. Legal holds stand against it: ${held.join(', ')}`);
}

function selectorOf({ user, session, before }: Options): ErasureSelector {
  const given: ErasureSelector[] = [];
  if (user !== undefined) given.push({ by: 'user', value: user });
  if (session !== undefined) given.push({ by: 'session', value: session });
  if (before !== undefined) given.push({ by: 'before', time: timeOf(before) });
  const [selector] = given;
  if (selector !== undefined && given.length === 1) return selector;
  throw new AgentError('usage', 'Give exactly one of --user, --session and --before');
}

function timeOf(text: string): number {
  const time = parseTime(text);
  if (time !== undefined) return time;
  throw new AgentError('usage', '--before takes 2026-01-31 or an RFC 3339 time');
}

/** One line of JSON a command, or a table; what is left to do is talk. */
export function showErased(
  io: CommandIo,
  reports: readonly EraseReport[],
  { dryRun, json }: { readonly dryRun: boolean; readonly json: boolean },
): void {
  const rows = reports.reduce((sum, report) => sum + report.rows, 0);
  const points = reports.reduce((sum, report) => sum + report.points, 0);
  if (json) printJson(io, { dry_run: dryRun, rows, points, tenants: reports });
  else {
    const lines = reports.map(({ tenant, rows: count, points, held, held_points, holds }) => [
      tenant,
      count,
      points,
      held,
      held_points,
      holds.join(', '),
    ]);
    print(
      io,
      table(
        ['tenant', dryRun ? 'would be erased' : 'erased', 'points', 'held', 'held points', 'holds'],
        lines,
      ),
    );
  }
  if (dryRun) say(io, 'nothing was erased: add --yes');
  if (reports.some(({ purged }) => !purged))
    say(io, 'somebody is reading: audit.db-wal may hold erased bytes until the next run or restart');
}
