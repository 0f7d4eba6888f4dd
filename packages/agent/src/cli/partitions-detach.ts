// `partitions detach`: takes partitions out of the store that hold nothing newer than some days, and states it in the chains.
import { detachPartitions, type DetachReport } from '@governance-agent/audit-core';
import { Command } from 'commander';
import { settingsOf, withCommonOptions, type CommonOptions } from './common-options.ts';
import { daysOf } from './days.ts';
import { print, printJson, say, type CommandIo } from './io.ts';
import { day } from './partitions-list.ts';
import { table } from './table.ts';
import { withSigner } from './with-authority.ts';

interface Options extends CommonOptions {
  readonly olderThan: string;
  readonly drop?: true;
  readonly dryRun?: true;
  readonly reason?: string;
}

const DAY_MS = 86_400_000;

export function partitionsDetachCommand(io: CommandIo): Command {
  return withCommonOptions(
    new Command('detach').description(
      'detach partitions by age: bodies and content leave the store, hashes and usage stay',
    ),
  )
    .requiredOption('--older-than <days>', 'such as 400d')
    .option('--drop', 'drop the detached tables instead of keeping them for an archive')
    .option('--dry-run', 'only say what would be done')
    .option('--reason <text>', 'why; masked and stored with the statement')
    .action(async (options: Options) => {
      const olderThan = io.clock.now() - daysOf(options.olderThan) * DAY_MS;
      const settings = await settingsOf(io, options);
      const [drop, dryRun] = [options.drop === true, options.dryRun === true];
      const reports = await withSigner(io, settings, options.reason, (deps) =>
        detachPartitions({ ...deps, olderThan, drop, dryRun }),
      );
      show(io, reports, options);
      if (reports.some(({ outcome }) => outcome === 'held')) io.setExitCode(1);
    });
}

function show(io: CommandIo, reports: readonly DetachReport[], { json }: Options): void {
  if (json) {
    for (const { from, to, ...report } of reports) printJson(io, { ...report, from: day(from), to: day(to) });
    return;
  }
  if (reports.length === 0) say(io, 'no partition is that old');
  else
    print(
      io,
      table(
        ['partition', 'from', 'to', 'rows', 'tenants', 'outcome', 'held by'],
        reports.map(({ partition, from, to, rows, tenants, outcome, held }) => [
          ...[partition, day(from), day(to), rows, tenants, outcome],
          held.map(({ tenant, holds }) => `${tenant}: ${holds.join(', ')}`).join('; '),
        ]),
      ),
    );
}
