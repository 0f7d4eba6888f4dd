// `token create`: an access token of a tenant, shown once.
import { readOrg } from '@governance-agent/audit-core';
import { Command } from 'commander';
import { isName } from '../access/licence.ts';
import { ownRowsProblem } from '../access/role.ts';
import { isScope } from '../access/scope.ts';
import type { TokenOrder } from '../access/token-desk.ts';
import { shownToken } from '../access/shown-token.ts';
import { createTokenStore } from '../access/token-store.ts';
import { createTokenActs } from '../administration/token-acts.ts';
import { AgentError } from '../errors.ts';
import { settingsOf, withCommonOptions, type CommonOptions } from './common-options.ts';
import { print, printJson, say, type CommandIo } from './io.ts';
import { parseExpiry } from './points-in-time.ts';
import { withAdministration } from './with-administration.ts';

interface Options extends CommonOptions {
  readonly tenant: string;
  readonly org?: string;
  readonly scopes: string;
  readonly user?: string;
  readonly name: string;
  readonly expires: string;
}

export function tokenCreateCommand(io: CommandIo): Command {
  return withCommonOptions(new Command('create').description('an access token; it is shown once'))
    .requiredOption('--tenant <tenant>', 'whose rows it reads and writes')
    .option('--org <org>', 'the org of rows sent with it; by default the one the tenant has, or the tenant')
    .option(
      '--scopes <list>',
      'read, read:own, admin, ingest:<dataset>, ingest:*, separated by commas',
      'read',
    )
    .option('--user <email>', 'whose rows read:own shows')
    .option('--name <name>', 'what it is for', '')
    .option('--expires <date>', 'last day, RFC 3339 time, days such as 30d, or never', '90d')
    .action(async (options: Options) => {
      const order = orderOf(options, io.clock.now());
      const settings = await settingsOf(io, options);
      await withAdministration(io, settings, async ({ database, administration }) => {
        const store = createTokenStore(database.knex);
        const org = order.org ?? (await readOrg(database, order.tenant)) ?? order.tenant;
        const acts = createTokenActs({ store, administration, clock: io.clock });
        const { record, token } = await acts.create({ ...order, org }, 'cli');
        const { id, tenant, scopes, expires_at } = shownToken(record);
        if (options.json) printJson(io, { id, token, tenant, org, scopes, expires_at });
        else print(io, token);
        say(io, `token ${id} for tenant ${tenant}, until ${expires_at ?? 'revoked'}; it is not shown again`);
      });
    });
}

function orderOf({ tenant, org, scopes, user, name, expires }: Options, now: number): TokenOrder {
  const words = scopes.split(',').map((scope) => scope.trim());
  const known = words.filter(isScope);
  if (known.length < words.length) {
    throw new AgentError(
      'usage',
      '--scopes takes read, read:own, admin, ingest:<dataset> and ingest:*, separated by commas',
    );
  }
  const problem = ownRowsProblem(known, user);
  if (problem !== undefined) throw new AgentError('usage', `${problem}; see --user and --scopes`);
  if (!isName(tenant)) throw new AgentError('usage', '--tenant must be printable, without a colon');
  if (org !== undefined && !isName(org))
    throw new AgentError('usage', '--org must be printable, without a colon');
  if (name.length > 200) throw new AgentError('usage', '--name takes at most 200 characters');
  const expiresAt = expires === 'never' ? null : parseExpiry(expires, now);
  return { tenant, ...(org && { org }), ...(user && { userEmail: user }), name, scopes: known, expiresAt };
}
