// `migrate`: brings the schema up to date, on either database.
import { Command } from 'commander';
import { settingsOf, withCommonOptions, type CommonOptions } from './common-options.ts';
import { printJson, say, type CommandIo } from './io.ts';
import { withWriteStore } from './with-store.ts';

export function migrateCommand(io: CommandIo): Command {
  return withCommonOptions(
    new Command('migrate').description('create or update the schema of the store'),
  ).action(async (options: CommonOptions) => {
    const settings = await settingsOf(io, options);
    await withWriteStore(io, settings, () => Promise.resolve(), 'always');
    if (options.json) printJson(io, { schema: 'current' });
    say(io, 'the schema is current');
  });
}
