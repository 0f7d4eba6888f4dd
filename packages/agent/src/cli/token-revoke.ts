// `token revoke`: the token reads nothing from the next request on, and sends nothing within seconds.
import { Command } from 'commander';
import { createTokenStore } from '../access/token-store.ts';
import { createTokenActs } from '../administration/token-acts.ts';
import { settingsOf, withCommonOptions, type CommonOptions } from './common-options.ts';
import { printJson, say, type CommandIo } from './io.ts';
import { withAdministration } from './with-administration.ts';

export function tokenRevokeCommand(io: CommandIo): Command {
  return withCommonOptions(new Command('revoke').description('refuse a token from now on'))
    .argument('<id>', 'id of the token, as token list shows it')
    .action(async (id: string, options: CommonOptions) => {
      const settings = await settingsOf(io, options);
      await withAdministration(io, settings, async ({ database, administration }) => {
        const store = createTokenStore(database.knex);
        await createTokenActs({ store, administration, clock: io.clock }).revoke(id, 'cli');
        if (options.json) printJson(io, { id, revoked: true });
        say(io, `token ${id} is revoked`);
      });
    });
}
