// `partitions maintain`: makes the partitions of the times to come, as the running agent does daily.
import { maintainPartitions } from '@governance-agent/audit-core';
import { Command } from 'commander';
import { AgentError } from '../errors.ts';
import { settingsOf, withCommonOptions, type CommonOptions } from './common-options.ts';
import { print, printJson, type CommandIo } from './io.ts';
import { withReadStore } from './with-store.ts';

export function partitionsMaintainCommand(io: CommandIo): Command {
  return withCommonOptions(
    new Command('maintain').description('make the next three partitions where they are not there yet'),
  ).action(async (options: CommonOptions) => {
    const settings = await settingsOf(io, options);
    const created = await withReadStore(settings, (database) =>
      maintainPartitions({ database, clock: io.clock }),
    );
    if (created === null)
      throw new AgentError('usage', 'The table is not in partitions. Run partitions enable first.');
    if (options.json) printJson(io, { created });
    else print(io, created.length === 0 ? 'nothing to make' : `made: ${created.join(', ')}`);
  });
}
