// `partitions enable`: turns the table of audit rows into one in partitions.
import { enablePartitions } from '@governance-agent/audit-core';
import { Command, Option } from 'commander';
import { settingsOf, withCommonOptions, type CommonOptions } from './common-options.ts';
import { print, printJson, say, type CommandIo } from './io.ts';
import { withReadStore } from './with-store.ts';

const PERIODS = ['month', 'week', 'day'] as const;

interface Options extends CommonOptions {
  readonly every: (typeof PERIODS)[number];
}

export function partitionsEnableCommand(io: CommandIo): Command {
  return withCommonOptions(
    new Command('enable').description('turn the table into partitions; what is there becomes one of them'),
  )
    .addOption(new Option('--every <period>', 'how long a partition is').choices(PERIODS).default('month'))
    .action(async (options: Options) => {
      const settings = await settingsOf(io, options);
      const report = await withReadStore(settings, (database) =>
        enablePartitions({ database, clock: io.clock }, options.every),
      );
      if (options.json) printJson(io, report);
      else
        print(
          io,
          `${report.history} holds what was there; made for what comes: ${report.created.join(', ')}`,
        );
      say(io, 'Partitions to come are made by the running agent, or by partitions maintain.');
    });
}
