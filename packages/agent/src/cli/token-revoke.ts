// `token revoke`: from the next request on, the token opens nothing.
import { Command } from 'commander';
import { createTokenStore } from '../access/token-store.ts';
import { AgentError } from '../errors.ts';
import { settingsOf, withCommonOptions, type CommonOptions } from './common-options.ts';
import { printJson, say, type CommandIo } from './io.ts';
import { withWriteStore } from './with-store.ts';

export function tokenRevokeCommand(io: CommandIo): Command {
  return withCommonOptions(new Command('revoke').description('refuse a token from now on'))
    .argument('<id>', 'id of the token, as token list shows it')
    .action(async (id: string, options: CommonOptions) => {
      await withWriteStore(io, await settingsOf(io, options), async ({ knex }) => {
        const known = await createTokenStore(knex).revoke(id, io.clock.now());
        if (!known) throw new AgentError('not_found', 'There is no token with this id');
        if (options.json) printJson(io, { id, revoked: true });
        say(io, `token ${id} is revoked`);
      });
    });
}
