// `token create`: an access token of a tenant, shown once.
import { Command } from 'commander';
import { isName } from '../access/licence.ts';
import { isScope } from '../access/scope.ts';
import { createTokenDesk, type TokenOrder } from '../access/token-desk.ts';
import { createTokenStore } from '../access/token-store.ts';
import { AgentError } from '../errors.ts';
import { settingsOf, withCommonOptions, type CommonOptions } from './common-options.ts';
import { print, printJson, say, type CommandIo } from './io.ts';
import { parseExpiry } from './points-in-time.ts';
import { withWriteStore } from './with-store.ts';

interface Options extends CommonOptions {
  readonly tenant: string;
  readonly scopes: string;
  readonly name: string;
  readonly expires: string;
}

export function tokenCreateCommand(io: CommandIo): Command {
  return withCommonOptions(new Command('create').description('an access token; it is shown once'))
    .requiredOption('--tenant <tenant>', 'whose rows it reads')
    .option('--scopes <list>', 'read, admin, ingest:<dataset>, separated by commas', 'read')
    .option('--name <name>', 'what it is for', '')
    .option('--expires <date>', 'last day, RFC 3339 time, days such as 30d, or never', '90d')
    .action(async (options: Options) => {
      const order = orderOf(options, io.clock.now());
      await withWriteStore(io, await settingsOf(io, options), async ({ knex }) => {
        const desk = createTokenDesk({ store: createTokenStore(knex), clock: io.clock });
        const { record, token } = await desk.create(order);
        const { id, tenant, scopes, expiresAt } = record;
        const expires_at = expiresAt === null ? null : new Date(expiresAt).toISOString();
        if (options.json) printJson(io, { id, token, tenant, scopes, expires_at });
        else print(io, token);
        say(io, `token ${id} for tenant ${tenant}, until ${expires_at ?? 'revoked'}; it is not shown again`);
      });
    });
}

function orderOf({ tenant, scopes, name, expires }: Options, now: number): TokenOrder {
  const words = scopes.split(',').map((scope) => scope.trim());
  const known = words.filter(isScope);
  if (known.length < words.length) {
    throw new AgentError('usage', '--scopes takes read, admin and ingest:<dataset>, separated by commas');
  }
  if (!isName(tenant)) throw new AgentError('usage', '--tenant must be printable, without a colon');
  if (name.length > 200) throw new AgentError('usage', '--name takes at most 200 characters');
  return { tenant, name, scopes: known, expiresAt: expires === 'never' ? null : parseExpiry(expires, now) };
}
