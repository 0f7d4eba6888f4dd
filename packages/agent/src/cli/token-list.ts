// `token list`: what tokens there are; never the tokens themselves.
import { Command } from 'commander';
import { shownToken } from '../access/shown-token.ts';
import { createTokenStore } from '../access/token-store.ts';
import { settingsOf, withCommonOptions, type CommonOptions } from './common-options.ts';
import { print, printJson, type CommandIo } from './io.ts';
import { table } from './table.ts';
import { withReadStore } from './with-store.ts';

interface Options extends CommonOptions {
  readonly tenant?: string;
}

export function tokenListCommand(io: CommandIo): Command {
  return withCommonOptions(new Command('list').description('the access tokens, without their secrets'))
    .option('--tenant <tenant>', 'one tenant; by default all')
    .action(async (options: Options) => {
      await withReadStore(await settingsOf(io, options), async ({ knex }) => {
        const tokens = (await createTokenStore(knex).list(options.tenant)).map(shownToken);
        if (options.json) for (const token of tokens) printJson(io, token);
        else
          print(
            io,
            table(
              HEAD,
              tokens.map((token) => HEAD.map((name) => String(token[name] ?? ''))),
            ),
          );
      });
    });
}

const HEAD = [
  'id',
  'tenant',
  'name',
  'scopes',
  'created_at',
  'expires_at',
  'revoked_at',
  'last_used_at',
] as const;
