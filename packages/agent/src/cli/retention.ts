// `retention run`: erases content older than some days, as RETENTION_DAYS makes the agent do daily.
import { Command } from 'commander';
import { runRetention } from '../run-retention.ts';
import { settingsOf, withCommonOptions, type CommonOptions } from './common-options.ts';
import { daysOf } from './days.ts';
import { showErased } from './erase.ts';
import { say, type CommandIo } from './io.ts';
import { withSigner } from './with-authority.ts';

interface Options extends CommonOptions {
  readonly olderThan: string;
  readonly tenant?: string;
  readonly dryRun?: true;
}

export function retentionCommand(io: CommandIo): Command {
  return new Command('retention').description('content by age').addCommand(retentionRunCommand(io));
}

function retentionRunCommand(io: CommandIo): Command {
  return withCommonOptions(
    new Command('run').description('erase content by age; held content stays and is counted'),
  )
    .requiredOption('--older-than <days>', 'such as 90d')
    .option('--tenant <tenant>', 'one tenant; by default all of the store')
    .option('--dry-run', 'only count')
    .action(async (options: Options) => {
      const days = daysOf(options.olderThan);
      const settings = await settingsOf(io, options);
      const scope = options.tenant === undefined ? {} : { tenant: options.tenant };
      const dryRun = options.dryRun === true;
      const reason = `content older than ${days} days`;
      const { erased, failed } = await withSigner(io, settings, reason, (deps) =>
        runRetention({ ...deps, days, dryRun, ...scope }),
      );
      showErased(io, erased, { dryRun, json: options.json === true });
      for (const { tenant, code } of failed) say(io, `${tenant}: ${code}`);
      if (failed.length > 0) io.setExitCode(1);
    });
}
