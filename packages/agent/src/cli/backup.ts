// `backup`: a consistent copy of the embedded store, beside a running agent. Keys are not in it, on purpose.
import { Command } from 'commander';
import path from 'node:path';
import { backUp } from '../backup.ts';
import { settingsOf, withCommonOptions, type CommonOptions } from './common-options.ts';
import { printJson, say, type CommandIo } from './io.ts';
import { withReadStore } from './with-store.ts';

interface Options extends CommonOptions {
  readonly output: string;
}

export function backupCommand(io: CommandIo): Command {
  return withCommonOptions(
    new Command('backup').description('copy the embedded store; for PostgreSQL use its own tools'),
  )
    .requiredOption('--output <file>', 'a file that is not there yet')
    .action(async (options: Options) => {
      const settings = await settingsOf(io, options);
      const made = await withReadStore(settings, (database) =>
        backUp(database, path.resolve(options.output)),
      );
      if (options.json) printJson(io, made);
      const rows = made.chains.reduce((sum, chain) => sum + chain.rows, 0);
      say(io, `${rows} rows of ${made.chains.length} chains in ${made.file}`);
      say(io, 'keys are not in it: keep keys/ apart, and signer-state.json out of backups of the store');
    });
}
