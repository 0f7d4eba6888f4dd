// `accept-rollback`: lets the agent sign again after the store was set back, and says so in the chain.
import { acceptRollback } from '@governance-agent/audit-core';
import { Command } from 'commander';
import { settingsOf, withCommonOptions, type CommonOptions } from './common-options.ts';
import { printJson, say, type CommandIo } from './io.ts';
import { withSigner } from './with-authority.ts';

interface Options extends CommonOptions {
  readonly tenant: string;
  readonly reason: string;
}

export function acceptRollbackCommand(io: CommandIo): Command {
  return withCommonOptions(
    new Command('accept-rollback').description('go on signing a chain after the store was set back'),
  )
    .requiredOption('--tenant <tenant>', 'whose chain')
    .requiredOption('--reason <text>', 'why; masked and stored with the acceptance')
    .action(async (options: Options) => {
      const { tenant, reason } = options;
      const settings = await settingsOf(io, options);
      const accepted = await withSigner(io, settings, reason, (deps) => acceptRollback(deps, tenant));
      const { act: _act, ...fields } = accepted;
      if (options.json) printJson(io, { tenant, ...fields });
      say(
        io,
        `${tenant} goes on from row ${fields.found_size}; remembered were ${fields.remembered_size} rows`,
      );
      say(io, 'verifiers that remember the longer chain will still report it');
    });
}
